import { hash } from 'node:crypto'
import type { IndexedItem } from '../types.ts'
import { passagesOf, type Stretch } from './passages.ts'

type Embedded = Pick<IndexedItem, 'title' | 'heading' | 'content'>

/** Stands for the text that vectors are made of, so that those of one version of an item are never given to another. */
export function fingerprintOf(item: Embedded): number {
  const heading = headingOf(item)
  // 52 bits, which a number holds exactly.
  return Number.parseInt(hash('sha1', `${heading.length} ${heading}${item.content}`).slice(0, 13), 16)
}

/** What is embedded of an item: its passages, each below the title. Contract: connectors 7.1. */
export function embeddedTexts(item: Embedded): { readonly passage: Stretch; readonly text: string }[] {
  const heading = headingOf(item)
  return passagesOf(item.content).flatMap((passage) => {
    const text = `${heading}\n${item.content.slice(passage.from, passage.to)}`.trim()
    return text === '' ? [] : [{ passage, text }]
  })
}

const headingOf = ({ title, heading }: Embedded) => title ?? heading ?? ''
