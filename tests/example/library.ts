// The sample library as its files say it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Team } from './access.ts'

export interface Document {
  readonly file: string
  readonly id: string
  readonly title: string
  readonly kind: string
  readonly author: string
  readonly editor?: string
  readonly created: string
  readonly modified: string
  readonly department: string
  readonly folder: string
  readonly tags: readonly string[]
  readonly url: string
  readonly access: readonly string[]
  readonly deny?: readonly string[]
  readonly body: string
  readonly extension: string
  /** As readers see it. */
  readonly text: string
}

export interface Question {
  readonly question: string
  readonly person: string
  readonly expected: readonly string[]
  readonly notSeen: readonly string[]
  /** Asked in words that the expected documents do not use. */
  readonly otherWords?: true
}

export const example = fileURLToPath(new URL('../../examples/connector/', import.meta.url))
export const folder = join(example, 'documents')
const { readFrontMatter } = await import(join(example, 'src/front-matter.js'))
const { plainText } = await import(join(example, 'src/plain-text.js'))

export const documents: Document[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(md|html)$/.test(file))
  .map((file) => {
    const { fields, body } = readFrontMatter(readFileSync(join(folder, file), 'utf8'), file)
    const extension = file.split('.').at(-1)
    const text = extension === 'md' ? plainText(body) : body.replace(/<[^>]+>/g, ' ')
    return { ...fields, file, body, extension, text }
  })
export const teams: Team[] = JSON.parse(readFileSync(join(folder, 'teams.json'), 'utf8'))
export const questions: Question[] = JSON.parse(readFileSync(join(example, 'questions.json'), 'utf8'))
