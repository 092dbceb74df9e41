// `${{NAME}}` and `$[file('x')]`, filled in value by value after parsing: a value can never change the shape of a document.
import { type JsonValue, own } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { below } from '../findings.ts'
import type { Place } from '../types.ts'
import { decode } from './decode.ts'
import { parseJson } from './json.ts'
import { mapTexts } from './map.ts'
import { locate } from './reference.ts'

const NAME = /\$\{\{([^{}]{0,200})\}\}/g
const CALL = /\$\[([^\]]{0,400})\]/g
const FILE = /^file\((.*)\)$/

/** The document at `start` filled in; `bare` are the pointers below it where a placeholder stood without quotes. */
export function fillIn(context: Context, start: Place, value: JsonValue, bare: ReadonlySet<string>): JsonValue {
  return mapTexts(value, start, {
    text(text, place) {
      if (!text.includes('$')) return text
      const at = place()
      const filled = inlineFiles(context, at, fillNames(context, at, text))
      return filled !== text && bare.has(at.pointer.slice(start.pointer.length)) ? scalarOf(filled) : filled
    },
    key: (key, place) => (key.includes('${{') ? fillNames(context, below(place(), key), key) : key),
  })
}

/** What a value would be if it stood in the document without quotes. */
function scalarOf(text: string): JsonValue {
  const { value } = parseJson(text)
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : text
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
    if (context.inlineBudget < 0) return ''
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
