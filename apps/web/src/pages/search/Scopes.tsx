import {
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  mergeClasses,
  ToggleButton,
} from '@fluentui/react-components'
import type { ReactElement } from 'react'
import type { SearchConnection, SearchVertical } from '../../api/types.ts'
import { DatabaseSearchRegular, PlugConnectedRegular } from '../../icons.ts'
import type { Place } from '../../lib/address.ts'
import { text } from '../../messages.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', gap: '8px', border: 0, margin: 0, padding: 0, minWidth: 0 },
  centred: { justifyContent: 'center' },
})

/** Places that stand side by side; the others are in a menu. */
const SIDE_BY_SIDE = 5

interface Props {
  readonly verticals: readonly SearchVertical[]
  readonly connections: readonly SearchConnection[]
  readonly chosen: Place
  readonly isCentred: boolean
  readonly onChoose: (place: Partial<Place>) => void
}

interface Scope {
  readonly place: Partial<Place>
  readonly name: string
  readonly icon: ReactElement
}

/** Where to search: everywhere, in a vertical, or in one connection. */
export function Scopes({ verticals, connections, chosen, isCentred, onChoose }: Props) {
  const styles = useStyles()
  const scopes: Scope[] = [
    ...verticals.map(({ id, name }) => ({ place: { vertical: id }, name, icon: <DatabaseSearchRegular /> })),
    ...connections.map(({ id, name }) => ({ place: { connection: id }, name, icon: <PlugConnectedRegular /> })),
  ]
  const isChosen = ({ vertical, connection }: Partial<Place>) =>
    vertical === chosen.vertical && (chosen.vertical !== undefined || connection === chosen.connection)
  const rest = scopes.slice(SIDE_BY_SIDE)
  const shown = [...scopes.slice(0, SIDE_BY_SIDE), ...rest.filter(({ place }) => isChosen(place))]
  return (
    <fieldset className={mergeClasses(styles.root, isCentred && styles.centred)} aria-label={text.search.within}>
      <ToggleButton size="small" shape="circular" checked={isChosen({})} onClick={() => onChoose({})}>
        {text.search.all}
      </ToggleButton>
      {shown.map(({ place, name, icon }) => (
        <ToggleButton
          key={keyOf(place)}
          size="small"
          shape="circular"
          checked={isChosen(place)}
          icon={icon}
          onClick={() => onChoose(place)}
        >
          {name}
        </ToggleButton>
      ))}
      {rest.length > 0 ? (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <MenuButton size="small" shape="circular">
              {text.search.more(rest.length)}
            </MenuButton>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              {rest.map(({ place, name, icon }) => (
                <MenuItem key={keyOf(place)} icon={icon} onClick={() => onChoose(place)}>
                  {name}
                </MenuItem>
              ))}
            </MenuList>
          </MenuPopover>
        </Menu>
      ) : null}
    </fieldset>
  )
}

const keyOf = ({ vertical, connection }: Partial<Place>) => `${vertical ?? ''}/${connection ?? ''}`
