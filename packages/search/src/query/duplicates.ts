import { createHash } from 'node:crypto'
import type { Caller } from '@jumpseat/directory'
import { wordsOf } from '@jumpseat/index'
import { type Found, find, type Question } from '../find.ts'
import { shownLabel } from '../labels.ts'
import { inTurns } from '../turns.ts'
import type { Context, FoundItem, ReadableItem } from '../types.ts'

/** Ranked results among which duplicates are looked for; what ranks below is shown as it is. */
const LOOKED_THROUGH = 2_000
/** UTF-16 units of a content whose words are compared. */
const READ_AS_WORDS = 200_000
/** Results that are read at a time, so that others are answered in between. */
const STRIDE = 100

/**
 * As `find`, with one result of those that say the same: the best ranked. Two items say the same when their titles and
 * their contents are the same words in the same order, whatever the case, the diacritics, the punctuation and the
 * connection; an item without any word is like no other. Only what the person may read is compared, and `from`, `size`
 * and the order count what is left. Total and buckets count every match.
 */
export async function findDistinct(context: Context, caller: Caller, question: Question): Promise<Found> {
  const { from, size, arrange } = question
  const wanted = from + size
  const seen = new Set<string>()
  const distinct: FoundItem[] = []
  const first = await find(context, caller, { ...question, from: 0, size: Math.min(wanted, STRIDE) })
  const further: Question = arrange
    ? { ...question, arrange: (schemas) => ({ ...arrange(schemas), refiners: [] }) }
    : question
  let read = 0
  for (let { items } = first; ; ) {
    await inTurns(items, (item) => isNew(seen, item) && distinct.push(item))
    read += items.length
    if (items.length === 0 || distinct.length >= wanted) break
    if (read >= LOOKED_THROUGH) {
      const left = { from: read + Math.max(0, from - distinct.length), size: wanted - Math.max(distinct.length, from) }
      distinct.length = Math.max(distinct.length, from)
      distinct.push(...(await find(context, caller, { ...further, ...left })).items)
      break
    }
    items = (await find(context, caller, { ...further, from: read, size: STRIDE })).items
  }
  return { ...first, items: distinct.slice(from, wanted) }
}

function isNew(seen: Set<string>, item: FoundItem): boolean {
  const print = fingerprintOf(item)
  if (print === undefined) return true
  if (seen.has(print)) return false
  seen.add(print)
  return true
}

/** Stands for the words of title and content; undefined where there are none. What is very long must go on alike to the letter. */
function fingerprintOf(found: ReadableItem): string | undefined {
  const { plainText } = found.item
  const [title, content] = [shownLabel(found, 'title') ?? '', plainText.slice(0, READ_AS_WORDS)].map((text) =>
    wordsOf(text)
      .map(({ term }) => term)
      .join(' '),
  )
  return title || content
    ? createHash('sha256')
        .update(`${title}\n${content}\n${plainText.slice(READ_AS_WORDS)}`)
        .digest('base64')
    : undefined
}
