import { createHash } from 'node:crypto'
import type { Caller } from '@jumpseat/directory'
import { summaryOf } from '../excerpt.ts'
import { labelled, propertyValue, textsOf } from '../labels.ts'
import { propertiesOf } from '../properties.ts'
import { searchTermsOf } from '../scope/words.ts'
import { inTurns } from '../turns.ts'
import type { Context, FoundItem, ReadableItem } from '../types.ts'
import { aggregationView } from './aggregations.ts'
import { alterationView } from './alteration.ts'
import type { SearchRequest } from './request.ts'
import type { Outcome } from './service.ts'
import { templatesOf } from './templates.ts'

/** One `searchResponse`. What is absent or empty has no key. Contract: connectors 5.4. */
export async function searchResponseOf(
  context: Context,
  caller: Caller,
  { query, found, hasMore, aggregations, alteration }: Outcome,
  asked: SearchRequest,
): Promise<object> {
  const templates = asked.wantsTemplates ? templatesOf(context, caller.tenantId) : undefined
  const hits = await inTurns(found.items, (item, n) =>
    hitOf(item, asked.from + n + 1, asked.fields, templates?.idFor(item)),
  )
  const counted = aggregations.map((aggregation, n) => aggregationView(aggregation, found.buckets[n] ?? []))
  return {
    searchTerms: searchTermsOf(query.tree),
    hitsContainers: [
      {
        ...(hits.length === 0 ? {} : { hits }),
        total: found.total,
        moreResultsAvailable: hasMore,
        ...(counted.length === 0 ? {} : { aggregations: counted }),
      },
    ],
    ...(alteration ? { queryAlterationResponse: alterationView(alteration.of, alteration.kind) } : {}),
    ...(Object.keys(templates?.named ?? {}).length === 0 ? {} : { resultTemplates: templates?.named }),
  }
}

function hitOf(
  found: FoundItem,
  rank: number,
  fields: readonly string[] | undefined,
  resultTemplateId: string | undefined,
): object {
  const { connection, item, hit } = found
  const ids = opaqueIds(found)
  return {
    hitId: ids.hitId,
    rank,
    summary: summaryFor(found),
    contentSource: connection.id,
    ...(resultTemplateId === undefined ? {} : { resultTemplateId }),
    ...(hit.isCollapsed ? { isCollapsed: true } : {}),
    resource: {
      '@odata.type': '#microsoft.graph.externalConnectors.externalItem',
      id: ids.hitId,
      properties: {
        ...propertiesOf(found, fields),
        substrateContentDomainId: `${connection.uid}@${connection.tenantId},${item.itemId}`,
        substrateLocationId: `APP:GCS_${connection.id}@${connection.tenantId}`,
        documentId: ids.documentId,
        immutableEntryId: ids.immutableEntryId,
      },
    },
  }
}

/** Ids that live payloads carry. They say nothing and stay the same for the life of the item. */
function opaqueIds({ connection, item }: ReadableItem) {
  const digest = createHash('sha256').update(`${connection.tenantId}/${connection.uid}/${item.itemId}`).digest()
  return {
    hitId: digest.subarray(0, 24).toString('base64url'),
    documentId: digest.readUIntBE(24, 6),
    immutableEntryId: digest.toString('hex', 8, 24),
  }
}

/** Of the passage that is nearest in meaning, else of the content, or of the first shown text property where only that matched. */
function summaryFor(found: FoundItem): string {
  const { hit, item, schema } = found
  if (hit.passage && item.plainText.slice(hit.passage.from, hit.passage.to).trim() !== '')
    return summaryOf(item.plainText, hit.matchedTerms, hit.passage)
  const shown = schema.properties.filter(({ isRetrievable, isSearchable }) => isRetrievable && isSearchable)
  const title = labelled(schema, 'title')
  const texts = [
    item.plainText,
    ...shown
      .toSorted((a, b) => Number(b === title) - Number(a === title))
      .map((p) => textsOf(propertyValue(found, p)).join(' ')),
  ].filter((text) => text.trim() !== '')
  let first: string | undefined
  for (const text of texts) {
    const summary = summaryOf(text, hit.matchedTerms)
    if (summary.includes('<c0>')) return summary
    first ??= summary
  }
  return first ?? ''
}
