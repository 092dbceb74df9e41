import { Button, Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, Tooltip } from '@fluentui/react-components'
import { createContext, useContext } from 'react'
import { DarkThemeRegular, DesktopRegular, WeatherMoonRegular, WeatherSunnyRegular } from '../icons.ts'
import { text } from '../messages.ts'
import type { ThemeChoice } from '../theme.ts'

interface ThemeState {
  readonly choice: ThemeChoice
  readonly choose: (choice: ThemeChoice) => void
}

export const ThemeContext = createContext<ThemeState>({ choice: 'system', choose: () => {} })

const CHOICES = [
  { value: 'system', icon: <DesktopRegular /> },
  { value: 'light', icon: <WeatherSunnyRegular /> },
  { value: 'dark', icon: <WeatherMoonRegular /> },
] as const

export function ThemeMenu() {
  const { choice, choose } = useContext(ThemeContext)
  return (
    <Menu
      checkedValues={{ theme: [choice] }}
      onCheckedValueChange={(_, { checkedItems }) => {
        const next = CHOICES.find(({ value }) => value === checkedItems[0])
        if (next) choose(next.value)
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Tooltip content={text.shell.theme} relationship="label">
          <Button appearance="subtle" icon={<DarkThemeRegular />} />
        </Tooltip>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {CHOICES.map(({ value, icon }) => (
            <MenuItemRadio key={value} name="theme" value={value} icon={icon}>
              {text.shell.themes[value]}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
