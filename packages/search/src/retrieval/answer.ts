import { type Passage, passagesOf } from '../excerpt.ts'
import type { Found } from '../find.ts'
import { propertyValue, shownLabel, textsOf } from '../labels.ts'
import { metadataOf } from '../properties.ts'
import { inTurns } from '../turns.ts'
import type { FoundItem } from '../types.ts'
import type { RetrievalRequest } from './request.ts'

const EXTRACTS = 3
/** Scores are told to four places: more would only show the arithmetic. */
const PLACES = 10_000

/** The hits by score, best first. Contract: connectors 6.1. */
export function retrievalHitsOf({ items }: Found, { resourceMetadata }: RetrievalRequest): Promise<object[]> {
  return inTurns(items, (found) => {
    const webUrl = shownLabel(found, 'url')
    const { sensitivityLabelId } = found.item
    return {
      ...(webUrl === undefined ? {} : { webUrl }),
      resourceType: 'externalItem',
      extracts: extractsOf(found, EXTRACTS).map(({ text, share }) => ({
        text,
        relevanceScore: Math.round(found.hit.score * share * PLACES) / PLACES,
      })),
      resourceMetadata: metadataOf(found, resourceMetadata),
      ...(sensitivityLabelId === null ? {} : { sensitivityLabel: { sensitivityLabelId } }),
    }
  })
}

/** Passages of the content, the one that is nearest in meaning first; of the shown text properties where there is no content. */
export function extractsOf(found: FoundItem, count: number): Passage[] {
  const { item, schema, hit } = found
  if (item.plainText.trim() !== '') return passagesOf(item.plainText, hit.matchedTerms, count, hit.passage)
  const shown = schema.properties.filter(({ isRetrievable, isSearchable }) => isRetrievable && isSearchable)
  const text = shown.flatMap((property) => textsOf(propertyValue(found, property))).join('\n')
  return passagesOf(text, hit.matchedTerms, count)
}
