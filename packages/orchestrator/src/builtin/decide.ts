import type { JsonObject } from '@jumpseat/wire'
import { extract } from './extract.ts'
import type { View } from './view.ts'

/** What the model does next. */
export type Move =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'call'; readonly tool: string; readonly args: JsonObject }

export const NOTHING_FOUND = 'I found nothing about this in what you may read.'

/** Results first, then a function that fits, then the sources; else an honest nothing. */
export function decide(view: View, _now: number): Move {
  return { kind: 'text', text: extract(view.question, view.sources) ?? NOTHING_FOUND }
}
