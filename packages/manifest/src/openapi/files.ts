// contract: packages 4.1, and wider than it: a description may lie in several files of its package.
import { isJsonObject, type JsonObject, type JsonValue, setOwn } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { PACKAGE_LIMITS } from '../files/limits.ts'
import { below } from '../findings.ts'
import { readDocument } from '../text/document.ts'
import { locate } from '../text/reference.ts'
import type { Place } from '../types.ts'
import { FILES } from './place.ts'
import { referenceOf } from './references.ts'

/** Members that hold samples, in which `$ref` is data. */
const SAMPLES = new Set(['example', 'examples', 'default', 'enum', 'const'])
/** Members whose own members have names that somebody chose: `default` is a response there, or a property. */
const NAMED = new Set(['properties', 'patternProperties', 'responses', 'schemas', 'definitions', '$defs', 'parameters'])

interface Bundle {
  readonly context: Context
  /** The document's own file. */
  readonly main: string
  /** Files that were brought in, in the order in which they were found. */
  readonly files: Map<string, JsonValue>
  readonly waiting: string[]
  /** What was looked for, by folder and name, and where it was found. */
  readonly found: Map<string, string | undefined>
  /** Bytes that may still be brought in. */
  left: number
}

/**
 * The document with the files that it refers to brought in below `FILES`, and every reference to one of them turned into
 * one within the document: circles over files are circles within it. What leads out of the package stays as it is.
 */
export function withFiles(context: Context, { file }: Place, root: JsonObject): JsonObject {
  if (!context.files.has(file) || !refersToFiles(root)) return root
  const bundle: Bundle = {
    context,
    main: file,
    files: new Map(),
    waiting: [],
    found: new Map(),
    left: PACKAGE_LIMITS.document,
  }
  const whole = rewritten(bundle, { file, pointer: '' }, root, undefined)
  for (let path = bundle.waiting.shift(); path !== undefined; path = bundle.waiting.shift()) {
    const document = readDocument(context, path)
    if (document !== undefined)
      bundle.files.set(path, rewritten(bundle, { file: path, pointer: '' }, document, undefined))
  }
  const files: JsonObject = {}
  for (const [path, document] of bundle.files) setOwn(files, path, document)
  return isJsonObject(whole) ? { ...whole, [FILES]: files } : root
}

const isFile = (reference: string) => !reference.startsWith('#') && !/^[a-z][a-z0-9+.-]*:|^\/\//i.test(reference)

function refersToFiles(root: JsonObject): boolean {
  const waiting: JsonValue[] = [root]
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue
    const reference = referenceOf(value)
    if (reference !== undefined && isFile(reference)) return true
    for (const inner of Object.values(value)) if (typeof inner === 'object') waiting.push(inner)
  }
  return false
}

function rewritten(bundle: Bundle, place: Place, value: JsonValue, under: string | undefined): JsonValue {
  if (Array.isArray(value)) return value.map((item, n) => rewritten(bundle, below(place, n), item, undefined))
  if (!isJsonObject(value)) return value
  const reference = referenceOf(value)
  const copy: JsonObject = {}
  for (const [key, inner] of Object.entries(value)) {
    const isSample = !NAMED.has(under ?? '') && (SAMPLES.has(key) || key.startsWith('x-'))
    setOwn(copy, key, isSample ? inner : rewritten(bundle, below(place, key), inner, key))
  }
  if (reference !== undefined) copy.$ref = inWhole(bundle, below(place, '$ref'), reference)
  return copy
}

/** A reference as it is written in the whole document. */
function inWhole(bundle: Bundle, place: Place, reference: string): string {
  if (!isFile(reference) && !reference.startsWith('#')) return reference
  const [written = '', fragment = ''] = reference.split('#', 2)
  if (fragment !== '' && !fragment.startsWith('/')) return reference
  const path = written === '' ? place.file : fileOf(bundle, place, written)
  if (path === undefined) return reference
  if (path === bundle.main) return `#${fragment}`
  return `#/${FILES}/${encodeURIComponent(path.replaceAll('~', '~0').replaceAll('/', '~1'))}${fragment}`
}

/** Different names that are looked for; what nobody packed is looked for among all files, so that many would take long. */
const MOST_NAMES = 500

function fileOf(bundle: Bundle, place: Place, written: string): string | undefined {
  const { found } = bundle
  const key = `${place.file.slice(0, place.file.lastIndexOf('/') + 1)}\n${written}`
  if (!found.has(key)) {
    if (found.size >= MOST_NAMES) return undefined
    found.set(key, broughtIn(bundle, locate(bundle.context, place, decoded(written))))
  }
  return found.get(key)
}

/** The path, once its document is or will be brought in; `undefined` where there is none or no room for it. */
function broughtIn(bundle: Bundle, path: string | undefined): string | undefined {
  const { context, main, files, waiting } = bundle
  if (path === undefined || path === main || files.has(path) || waiting.includes(path)) return path
  bundle.left -= context.files.get(path)?.length ?? 0
  if (bundle.left < 0) {
    context.report.add(
      'document.too-large',
      { file: path, pointer: '' },
      {
        size: PACKAGE_LIMITS.document - bundle.left,
        limit: PACKAGE_LIMITS.document,
      },
    )
    return undefined
  }
  waiting.push(path)
  return path
}

/** A path in a reference is part of an address: a space may be written `%20`. */
function decoded(written: string): string {
  try {
    return decodeURIComponent(written)
  } catch {
    return written
  }
}
