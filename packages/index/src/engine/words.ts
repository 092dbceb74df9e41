import { reachOf } from '../correct.ts'
import { compare } from '../sort.ts'
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

/**
 * Words that begin so, most frequent first. Those that stand in most documents, whoever may see them, are counted first:
 * nobody sees a word more often than it stands, so that the count ends when the rest cannot come among the first.
 */
export function suggestions(shard: Shard, view: View, beginning: string, limit: number, scratch: Scratch): string[] {
  const start = normalise(beginning.trim())
  if (start === '') return []
  const { vocabulary } = shard
  const holdersOf = holdersIn(shard, view, scratch)
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

/** For each word that no document of the view holds, exactly or by stem, the nearest that one holds. As in `correct.ts`. */
export function corrections(shard: Shard, view: View, words: readonly string[], scratch: Scratch): Map<string, string> {
  const { vocabulary } = shard
  const holdersOf = holdersIn(shard, view, scratch)
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
        .map((term) => ({ right: vocabulary.textOf(term), count: holdersOf(term) }))
        .filter(({ count }) => count > 0)
        .toSorted((a, b) => b.count - a.count || compare(a.right, b.right))
      if (!nearest) continue
      found.set(word, nearest.right)
      break
    }
  }
  return found
}
