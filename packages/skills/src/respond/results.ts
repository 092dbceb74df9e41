import type { ResponseSemantics } from '@jumpseat/manifest'
import { isJsonObject, type JsonObject, type JsonValue } from '@jumpseat/wire'
import type { Result } from '../call/types.ts'
import type { CardRenderer } from '../cards/types.ts'
import { citationOf } from './citations.ts'
import { selectFirst } from './jsonpath.ts'

/** What people see of results: a citation and at most one card each. Contract: packages 2.5, 4.5, 4.6. */
export async function shownResults(
  answer: JsonValue,
  results: readonly JsonValue[],
  semantics: ResponseSemantics | undefined,
  cards: CardRenderer,
): Promise<readonly Result[]> {
  const templates = results.map((result) => templateFor(answer, result, semantics))
  const rendered = new Map<number, JsonObject>()
  for (const template of new Set(templates)) {
    if (template === undefined) continue
    const places = templates.flatMap((own, place) => (own === template ? [place] : []))
    const made = await cards.render(
      template,
      places.map((place) => results[place] ?? null),
    )
    places.forEach((place, index) => {
      const card = made[index]
      if (card !== undefined) rendered.set(place, card)
    })
  }
  return results.flatMap((result, place): Result[] => {
    const citation = citationOf(result, semantics)
    const card = rendered.get(place)
    if (citation === undefined && card === undefined) return []
    return [{ ...(citation ?? NO_CITATION), card }]
  })
}

const NO_CITATION = {
  title: undefined,
  subtitle: undefined,
  url: undefined,
  thumbnailUrl: undefined,
  informationProtectionLabel: undefined,
}

/** contract: packages 4.5, the result selects a template in the answer, else the static one */
function templateFor(
  answer: JsonValue,
  result: JsonValue,
  semantics: ResponseSemantics | undefined,
): JsonObject | undefined {
  const selector = semantics?.properties.templateSelector
  const path = selector === undefined ? undefined : selectFirst(result, selector)
  const selected = typeof path === 'string' ? selectFirst(answer, path) : undefined
  return isJsonObject(selected) ? selected : semantics?.staticTemplate
}
