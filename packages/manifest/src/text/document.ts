import type { JsonValue } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { PACKAGE_LIMITS } from '../files/limits.ts'
import type { RuleId } from '../rules.ts'
import type { Place } from '../types.ts'
import { decode } from './decode.ts'
import { type Flaw, type Parsed, parseJson } from './json.ts'
import { fillIn } from './placeholders.ts'
import { parseYaml } from './yaml.ts'

const FLAWS = {
  broken: 'document.broken',
  comment: 'document.comment',
  'trailing-comma': 'document.trailing-comma',
  'missing-comma': 'document.missing-comma',
  'text-after-end': 'document.text-after-end',
  'raw-character': 'document.raw-character',
  'duplicate-key': 'document.duplicate-key',
  'bare-placeholder': 'document.bare-placeholder',
} as const satisfies Readonly<Record<Flaw['kind'], RuleId>>

/** The document in the file `path`, JSON or YAML, filled in. What is wrong with it is reported; `undefined` when unusable. */
export function readDocument(context: Context, path: string): JsonValue | undefined {
  if (!context.documents.has(path)) {
    const bytes = context.files.get(path) ?? context.fetched.get(path)
    context.documents.set(path, bytes === undefined ? undefined : parseBytes(context, path, bytes))
  }
  return context.documents.get(path)
}

function parseBytes(context: Context, file: string, bytes: Uint8Array): JsonValue | undefined {
  const place = { file, pointer: '' }
  if (bytes.length > PACKAGE_LIMITS.document) {
    context.report.add('document.too-large', place, { size: bytes.length, limit: PACKAGE_LIMITS.document })
    return undefined
  }
  const { text, encoding } = decode(bytes)
  if (encoding !== 'utf-8') context.report.add('document.encoding', place, { encoding })
  return parseText(context, place, text)
}

/** The same for a text that stands inside another file, at `place`. */
export function parseText(context: Context, place: Place, text: string): JsonValue | undefined {
  const { value, flaws, bare } = parse(text, /\.ya?ml$/i.test(place.file))
  for (const { kind, pointer, reason } of flaws) {
    context.report.add(FLAWS[kind], { file: place.file, pointer: place.pointer + pointer }, { reason })
  }
  if (value === undefined) return undefined
  return text.includes('$') ? fillIn(context, place, value, bare) : value
}

/** What looks like JSON is read as JSON, and as YAML only where a file says so: braces are YAML too. */
function parse(text: string, isYamlFile: boolean): Parsed {
  const json = /^\s*(?:[{["]|\/[/*])/.test(text) ? parseJson(text) : undefined
  if (json !== undefined && (json.value !== undefined || !isYamlFile)) return json
  return parseYaml(text)
}
