import { reachOf } from '../correct.ts'
import { compare } from '../sort.ts'
import type { Scope } from '../types.ts'
import { normalise } from '../words.ts'
import { createDistance } from './distance.ts'
import { readEntry } from './scan.ts'
import type { Scratch } from './scratch.ts'
import type { Shard } from './shard.ts'
import type { View } from './view.ts'

/** How many of the documents that a view shows hold a term in title, searched properties or content. */
function holdersIn(shard: Shard, view: View, scratch: Scratch): (term: number) => number {
  return (term) => {
    const list = shard.listOf(shard.vocabulary.familyAt(term), undefined)
    if (list === undefined) return 0
    const member = shard.vocabulary.memberOf(term)
    let holders = 0
    // A document has one entry for each member.
    const visit = (other: number) => {
      if (other === member) holders++
    }
    scratch.kept.read(shard.postings, list, view.visible, (entries, count) => {
      let at = 0
      while (at < count) at = readEntry(entries, at, visit)
      return at
    })
    return holders
  }
}

/** As `holdersIn`, without the fields that the scope of a document withholds. */
function toldHoldersIn(shard: Shard, view: View, scopes: readonly Scope[], scratch: Scratch): (term: number) => number {
  // The first scope of a connection counts.
  const withheldBy = new Map(scopes.toReversed().map(({ connectionUid, withheld }) => [connectionUid, withheld]))
  const withheldOf = shard.connectionUids.map((uid) => withheldBy.get(uid))
  const properties = new Set(withheldOf.flatMap((withheld) => withheld?.properties ?? []))
  if (properties.size === 0 && !withheldOf.some((withheld) => withheld?.title)) return holdersIn(shard, view, scratch)
  return (term) => {
    const family = shard.vocabulary.familyAt(term)
    const member = shard.vocabulary.memberOf(term)
    let holders = 0
    /** Documents that hold the term in properties and nowhere else that is told. */
    const inProperties = new Set<number>()
    const read = (list: number | undefined, visit: (doc: number, ...counts: Counts) => void) => {
      if (list === undefined) return
      scratch.kept.read(shard.postings, list, view.visible, (entries, count) => {
        for (let at = 0; at < count; ) {
          const doc = (entries[at] ?? 0) >>> 8
          at = readEntry(entries, at, (other, ...counts) => {
            if (other === member) visit(doc, ...counts)
          })
        }
        return count
      })
    }
    const withheldIn = (doc: number) => withheldOf[shard.connections[doc] ?? 0]
    read(shard.listOf(family, undefined), (doc, title, property, content) => {
      const withheld = withheldIn(doc)
      if (content > 0 || (title > 0 && !withheld?.title) || (property > 0 && !withheld?.properties.length)) holders++
      else if (property > 0) inProperties.add(doc)
    })
    // Where it stands in no property that is withheld, it stands in one that is told.
    const doubtful = new Set<number>()
    for (const name of inProperties.size > 0 ? properties : [])
      read(shard.listOf(family, name), (doc) => {
        if (inProperties.has(doc) && withheldIn(doc)?.properties.includes(name)) doubtful.add(doc)
      })
    holders += inProperties.size - doubtful.size
    for (const doc of doubtful) if (isTold(shard, doc, term, withheldIn(doc)?.properties ?? [])) holders++
    return holders
  }
}

/** Whether the term stands in a searched property that is not among these. */
function isTold(shard: Shard, doc: number, term: number, withheld: readonly string[]): boolean {
  let found = false
  shard.streams.read(doc, (place, property, terms, count) => {
    if (found || place !== 'property' || withheld.includes(shard.propertyNames[property] ?? '')) return
    found = terms.subarray(0, count).includes(term)
  })
  return found
}

type Counts = [title: number, properties: number, content: number]

/**
 * Words that begin so, most frequent first. Those that stand in most documents, whoever may see them, are counted first:
 * nobody sees a word more often than it stands, so that the count ends when the rest cannot come among the first.
 */
export function suggestions(
  shard: Shard,
  view: View,
  beginning: string,
  scopes: readonly Scope[],
  limit: number,
  scratch: Scratch,
): string[] {
  const start = normalise(beginning.trim())
  if (start === '') return []
  const { vocabulary } = shard
  const holdersOf = toldHoldersIn(shard, view, scopes, scratch)
  const candidates = vocabulary.beginningWith(start).toSorted((a, b) => shard.usesOf(b) - shard.usesOf(a))
  const found: { readonly word: string; readonly count: number }[] = []
  const cut = () => {
    found.sort((a, b) => b.count - a.count || compare(a.word, b.word))
    found.length = Math.min(found.length, limit)
  }
  for (const term of candidates) {
    if (found.length === limit && shard.usesOf(term) < (found.at(-1)?.count ?? 0)) break
    const count = holdersOf(term)
    if (count === 0) continue
    found.push({ word: vocabulary.textOf(term), count })
    cut()
  }
  return found.map(({ word }) => word)
}

/** For each word that no document of the view holds, exactly or by stem, the nearest that one holds and tells. As in `correct.ts`. */
export function corrections(
  shard: Shard,
  view: View,
  words: readonly string[],
  scopes: readonly Scope[],
  scratch: Scratch,
): Map<string, string> {
  const { vocabulary } = shard
  const holdersOf = holdersIn(shard, view, scratch)
  const toldHoldersOf = toldHoldersIn(shard, view, scopes, scratch)
  const found = new Map<string, string>()
  for (const word of words) {
    const wrong = normalise(word)
    const family = vocabulary.familyOf(wrong)
    if (family !== undefined && vocabulary.membersIn(family).some((term) => holdersOf(term) > 0)) continue
    const reach = reachOf(wrong)
    const distanceTo = createDistance(wrong, reach)
    const byDistance = Map.groupBy(vocabulary.near(wrong, reach), (term) => distanceTo(vocabulary.textOf(term)))
    for (let distance = 0; distance <= reach; distance++) {
      const [nearest] = (byDistance.get(distance) ?? [])
        .map((term) => ({ right: vocabulary.textOf(term), count: toldHoldersOf(term) }))
        .filter(({ count }) => count > 0)
        .toSorted((a, b) => b.count - a.count || compare(a.right, b.right))
      if (!nearest) continue
      found.set(word, nearest.right)
      break
    }
  }
  return found
}
