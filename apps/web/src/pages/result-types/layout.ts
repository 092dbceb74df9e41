import { text } from '../../messages.ts'

const bind = (name: string) => `$\{${name}}`

/** A card to begin with: the title as a link, and the excerpt. */
export const STARTING_LAYOUT = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: `[${bind('title')}](${bind('url')})`, weight: 'Bolder', size: 'Medium', wrap: true },
    { type: 'TextBlock', text: bind('ResultSnippet'), wrap: true, maxLines: 3 },
  ],
}

/** The card in a text, or what keeps it from being one. */
export function layoutOf(card: string): { readonly layout?: object; readonly fault?: string } {
  try {
    const layout: unknown = JSON.parse(card)
    if (typeof layout !== 'object' || layout === null) return { fault: text.resultTypes.noCard }
    const members = new Map<string, unknown>(Object.entries(layout))
    const isCard = members.get('type') === 'AdaptiveCard' && Array.isArray(members.get('body'))
    return isCard ? { layout } : { fault: text.resultTypes.noCard }
  } catch (error) {
    return { fault: text.resultTypes.noJson(error instanceof Error ? error.message : '') }
  }
}
