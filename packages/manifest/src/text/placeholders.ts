// `${{NAME}}` and `$[file('x')]`, filled in value by value after parsing: a value can never change the shape of a document.
import { type JsonValue, own, setOwn } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { below } from '../findings.ts'
import type { Place } from '../types.ts'
import { decode } from './decode.ts'
import { parseJson } from './json.ts'
import { locate } from './reference.ts'

const NAME = /\$\{\{([^{}]{0,200})\}\}/g
const CALL = /\$\[([^\]]{0,400})\]/g
const FILE = /^file\((.*)\)$/

/** The document at `place` with everything filled in; `bare` are the pointers where a placeholder stood without quotes. */
export function fillIn(context: Context, place: Place, value: JsonValue, bare: ReadonlySet<string>): JsonValue {
  if (typeof value === 'string') {
    const text = fillText(context, place, value)
    return text !== value && bare.has(place.pointer) ? scalarOf(text) : text
  }
  if (Array.isArray(value)) return value.map((item, n) => fillIn(context, below(place, n), item, bare))
  if (typeof value !== 'object' || value === null) return value
  const filled = {}
  for (const [key, inner] of Object.entries(value)) {
    const at = below(place, key)
    setOwn(filled, key.includes('${{') ? fillNames(context, at, key) : key, fillIn(context, at, inner, bare))
  }
  return filled
}

/** What a value would be if it stood in the document without quotes. */
function scalarOf(text: string): JsonValue {
  const { value } = parseJson(text)
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : text
}

function fillText(context: Context, place: Place, text: string): string {
  if (!text.includes('$')) return text
  return inlineFiles(context, place, fillNames(context, place, text))
}

function fillNames(context: Context, place: Place, text: string): string {
  return text.replace(NAME, (whole, inside: string) => {
    const name = inside.trim()
    const value = own(context.env, name)
    if (value !== undefined) return value
    if (!context.unresolved.has(name)) {
      context.unresolved.set(name, place)
      context.report.add('placeholder.unresolved', place, { name })
    }
    return whole
  })
}

function inlineFiles(context: Context, place: Place, text: string): string {
  return text.replace(CALL, (whole, inside: string) => {
    const written = FILE.exec(inside.trim())?.[1]
      ?.trim()
      .replace(/^(['"])(.*)\1$/, '$2')
    if (written === undefined) return whole
    const path = locate(context, place, written)
    const bytes = path === undefined ? undefined : context.files.get(path)
    if (path === undefined || bytes === undefined) return ''
    context.inlineBudget -= bytes.length
    if (context.inlineBudget < 0) {
      context.report.add('include.too-large', place, { path })
      return ''
    }
    return fillNames(context, { file: path, pointer: '' }, decode(bytes).text)
  })
}

/** Whether a text still holds a placeholder. */
export function hasPlaceholder(text: string): boolean {
  return /\$\{\{[^{}]*\}\}/.test(text)
}
