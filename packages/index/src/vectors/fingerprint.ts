import { hash } from 'node:crypto'
import type { IndexedItem } from '../types.ts'

/** Stands for the text that vectors are made of, so that those of one version of an item are never given to another. */
export function fingerprintOf({ title = '', content }: Pick<IndexedItem, 'title' | 'content'>): number {
  // 52 bits, which a number holds exactly.
  return Number.parseInt(hash('sha1', `${title.length} ${title}${content}`).slice(0, 13), 16)
}
