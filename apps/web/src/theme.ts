import { type BrandVariants, createDarkTheme, createLightTheme, type Theme } from '@fluentui/react-components'

/** Teal of one hue, built around step 80. Contrast with white: 80 is 6.1, 70 is 7.5; step 110 on the dark ground is 4.9. */
const teal: BrandVariants = {
  10: '#011315',
  20: '#011e21',
  30: '#022a2d',
  40: '#04363a',
  50: '#064348',
  60: '#095056',
  70: '#0c5e64',
  80: '#0F6C73',
  90: '#1c7f86',
  100: '#3d9097',
  110: '#42a3ac',
  120: '#5fb8c0',
  130: '#86cdd3',
  140: '#abdde1',
  150: '#cbe6e8',
  160: '#eaf6f7',
}

const fonts: Partial<Theme> = {
  fontFamilyBase:
    "'Segoe UI Variable Text', 'Segoe UI', -apple-system, BlinkMacSystemFont, Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif",
}

export const light: Theme = { ...createLightTheme(teal), ...fonts }

const darkBase = createDarkTheme(teal)
export const dark: Theme = {
  ...darkBase,
  ...fonts,
  // The defaults sit one step too dark for text at AA.
  colorBrandForeground1: teal[120],
  colorBrandForeground2: teal[130],
  colorBrandForegroundLink: teal[120],
  colorBrandForegroundLinkHover: teal[130],
  colorBrandForegroundLinkPressed: teal[110],
  colorBrandForegroundLinkSelected: teal[120],
  colorCompoundBrandForeground1: teal[120],
  colorCompoundBrandForeground1Hover: teal[130],
  colorCompoundBrandForeground1Pressed: teal[110],
  colorNeutralForeground2BrandHover: teal[120],
  colorNeutralForeground2BrandPressed: teal[110],
  colorNeutralForeground2BrandSelected: teal[120],
}

export type ThemeChoice = 'system' | 'light' | 'dark'
const KEY = 'jumpseat.theme'

/** The remembered choice; `system` when there is none or storage is closed to us. */
export function rememberedTheme(): ThemeChoice {
  try {
    const stored = window.localStorage.getItem(KEY)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    return 'system'
  }
}

export function rememberTheme(choice: ThemeChoice): void {
  try {
    window.localStorage.setItem(KEY, choice)
  } catch {
    // Private windows may refuse: the choice then lasts for this page only.
  }
}
