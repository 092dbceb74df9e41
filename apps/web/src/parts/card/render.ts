// The official renderer, in parts: its carousel brings a library of its own, and no carousel is shown.
import { AdaptiveCard, SerializationContext } from 'adaptivecards/lib/card-elements.js'
import { HostConfig } from 'adaptivecards/lib/host-config.js'
import 'adaptivecards/lib/table.js'
import { tokens } from '@fluentui/react-components'
import { ExpressionFunctions } from 'adaptive-expressions'
import { GlobalSettings, Template } from 'adaptivecards-templating'
import { bound } from './bindings.ts'
import { type CardLink, cardOf, plainCard } from './plain.ts'

/** Functions that a foreign template could freeze the page with, or that build code, which our policy refuses. */
const BARRED = ['jPath', 'xPath', 'xml', 'isMatch', 'range']
const functions: ReadonlyMap<string, unknown> = ExpressionFunctions.standardFunctions
if (functions instanceof Map) for (const name of BARRED) functions.delete(name)
// A value that the item does not have is left blank; empty text would show the binding itself.
GlobalSettings.getUndefinedFieldValueSubstitutionString = () => ' '
// Text is data: no markdown, and no search for a markdown library on the page.
AdaptiveCard.onProcessMarkdown = (_text, result) => {
  result.didProcess = false
}

export interface RenderedCard {
  readonly element: HTMLElement
  readonly links: readonly CardLink[]
}

/** A result template with an item's values in it; undefined when it is no card that can be shown. */
export function rendered(body: unknown, values: Readonly<Record<string, unknown>>): RenderedCard | undefined {
  try {
    return drawn(templateOf(body)?.expand({ $root: values }))
  } catch {
    // Whatever is wrong with a foreign template, the built-in layout stands in.
    return undefined
  }
}

/** A card whose values are in it already; undefined when it is none that can be shown. */
export function drawn(expanded: unknown): RenderedCard | undefined {
  try {
    const plain = plainCard(expanded)
    if (!plain) return undefined
    const card = new AdaptiveCard()
    card.hostConfig = HOST
    card.parse({ ...plain.card, version: '1.5' }, new SerializationContext())
    const element = card.render()
    return element?.textContent?.trim() ? { element, links: plain.links } : undefined
  } catch {
    return undefined
  }
}

/** Reading the bindings is slow, and the results of one answer share their template. */
const TEMPLATES = new WeakMap<object, Template>()

function templateOf(body: unknown): Template | undefined {
  const known = typeof body === 'object' && body !== null ? TEMPLATES.get(body) : undefined
  const layout = known ? undefined : cardOf(body)
  if (known || layout === undefined) return known
  const template = new Template(bound(layout))
  if (typeof body === 'object' && body !== null) TEMPLATES.set(body, template)
  return template
}

const color = (normal: string, subtle = normal) => ({ default: normal, subtle })
const style = (backgroundColor: string) => ({
  backgroundColor,
  borderColor: tokens.colorNeutralStroke2,
  foregroundColors: {
    default: color(tokens.colorNeutralForeground1, tokens.colorNeutralForeground2),
    dark: color(tokens.colorNeutralForeground1, tokens.colorNeutralForeground2),
    light: color(tokens.colorNeutralForeground2),
    accent: color(tokens.colorBrandForeground1),
    good: color(tokens.colorStatusSuccessForeground3),
    warning: color(tokens.colorStatusWarningForeground3),
    attention: color(tokens.colorStatusDangerForeground3),
  },
})

/** Tokens are variables of the page's theme, so that one host serves light and dark. Sizes are the tokens' pixels. */
const HOST = new HostConfig({
  supportsInteractivity: false,
  fontTypes: {
    default: {
      fontFamily: tokens.fontFamilyBase,
      fontSizes: { small: 12, default: 14, medium: 16, large: 20, extraLarge: 24 },
      fontWeights: { lighter: 400, default: 400, bolder: 600 },
    },
    monospace: {
      fontFamily: tokens.fontFamilyMonospace,
      fontSizes: { small: 12, default: 12, medium: 14, large: 16, extraLarge: 20 },
      fontWeights: { lighter: 400, default: 400, bolder: 600 },
    },
  },
  lineHeights: { small: 16, default: 20, medium: 22, large: 28, extraLarge: 32 },
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 12 },
  separator: { lineThickness: 1, lineColor: tokens.colorNeutralStroke2 },
  imageSizes: { small: 32, medium: 48, large: 96 },
  containerStyles: {
    default: style('transparent'),
    emphasis: style(tokens.colorNeutralBackground3),
    accent: style(tokens.colorBrandBackground2),
    good: style(tokens.colorStatusSuccessBackground1),
    warning: style(tokens.colorStatusWarningBackground1),
    attention: style(tokens.colorStatusDangerBackground1),
  },
  adaptiveCard: { allowCustomStyle: false },
  textBlock: { headingLevel: 3 },
  factSet: {
    title: { weight: 'Bolder', wrap: true, maxWidth: 160 },
    value: { wrap: true },
    spacing: 12,
  },
})
