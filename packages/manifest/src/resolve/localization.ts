// contract: packages 1.6.
import { isJsonObject, type JsonObject, type JsonValue, setOwn } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { checkSchema } from '../schema/check.ts'
import { readDocument } from '../text/document.ts'
import { mapTexts } from '../text/map.ts'
import { locate } from '../text/reference.ts'
import type { Localization, Place } from '../types.ts'
import { at, type Cursor, items, members, objectAt, placeOf, textAt } from './cursor.ts'

const DEFAULT_LANGUAGE = 'en-us'

interface Language {
  readonly tag: string
  readonly file: string
}

/** Which languages a manifest offers, and the texts of the one that `locale` asks for, put into the context. */
export function readLocalization(
  manifest: Cursor,
  manifestVersion: string,
  locale: string | undefined,
): { readonly localization: Localization; readonly texts: Cursor | undefined } | undefined {
  const info = at(manifest, 'localizationInfo')
  if (objectAt(info) === undefined) return undefined
  const defaultLanguage = textAt(at(info, 'defaultLanguageTag')) ?? DEFAULT_LANGUAGE
  const listed = items(at(info, 'additionalLanguages')).flatMap((entry) => languageOf(entry))
  const main = fileOf(at(info, 'defaultLanguageFile'))
  const languages = [...(main === undefined ? [] : [{ tag: defaultLanguage, file: main }]), ...listed]
  for (const { file } of languages) checkLanguage(manifest.context, file, manifestVersion)
  const chosen = choose(languages, locale ?? defaultLanguage) ?? choose(languages, defaultLanguage)
  const texts = chosen && cursorOf(manifest.context, chosen.file)
  if (texts !== undefined) takeKeys(texts)
  return { localization: { defaultLanguage, languages, applied: chosen?.tag ?? defaultLanguage }, texts }
}

function languageOf(entry: Cursor): Language[] {
  const tag = textAt(at(entry, 'languageTag'))
  const file = fileOf(at(entry, 'file'))
  return tag === undefined || file === undefined ? [] : [{ tag, file }]
}

function fileOf(cursor: Cursor): string | undefined {
  const written = textAt(cursor)
  return written === undefined ? undefined : locate(cursor.context, placeOf(cursor), written, 'reference.missing-extra')
}

function checkLanguage(context: Context, file: string, manifestVersion: string): void {
  const document = readDocument(context, file)
  if (document !== undefined) checkSchema(context, 'language', manifestVersion, { file, pointer: '' }, document)
}

/** The reader's language, else another one of the same primary language. */
function choose(languages: readonly Language[], wanted: string): Language | undefined {
  const tag = wanted.toLowerCase()
  const primary = tag.split('-')[0] ?? tag
  return (
    languages.find((language) => language.tag.toLowerCase() === tag) ??
    languages.find((language) => language.tag.toLowerCase() === primary) ??
    languages.find((language) => language.tag.toLowerCase().startsWith(`${primary}-`))
  )
}

function cursorOf(context: Context, file: string): Cursor {
  return { context, file, pointer: '', value: readDocument(context, file) }
}

/** contract: packages C3, keys may be written bare or as `[[key]]`. */
function takeKeys(language: Cursor): void {
  for (const [key, text] of members(at(language, 'localizationKeys'))) {
    if (typeof text.value === 'string') language.context.texts.set(key.replace(/^\[\[(.*)\]\]$/, '$1'), text.value)
  }
}

/** The manifest in the chosen language: `[[key]]` everywhere, and the classic keys such as `name.short`. */
export function translateManifest(
  context: Context,
  place: Place,
  manifest: JsonObject,
  texts: Cursor | undefined,
): JsonObject {
  const translated = translate(context, place, manifest)
  if (!isJsonObject(translated)) return manifest
  for (const [key, text] of texts === undefined ? [] : members(texts)) {
    if (typeof text.value === 'string' && key !== '$schema') putAt(translated, key, text.value)
  }
  return translated
}

/** A copy of `value` with each text that is exactly `[[key]]` replaced. */
export function translate(context: Context, start: Place, value: JsonValue): JsonValue {
  return mapTexts(value, start, {
    text: (text, place) => (text.includes('[[') ? textOf(context, place(), text) : text),
  })
}

function textOf(context: Context, place: Place, text: string): string {
  const key = text.length > 200 ? undefined : /^\[\[([a-zA-Z_][a-zA-Z0-9_]*)\]\]$/.exec(text.trim())?.[1]
  if (key === undefined) return text
  const found = context.texts.get(key)
  if (found === undefined) context.report.add('language.missing-key', place, { key })
  return found ?? text
}

/** Sets what a classic key such as `composeExtensions[0].commands[1].title` names; nothing where its parent is missing. */
function putAt(root: JsonObject, path: string, text: string): void {
  if (path.length > 200) return
  const steps = path.replace(/\[(\d{1,4})\]/g, '.$1').split('.')
  const last = steps.pop()
  let parent: JsonValue | undefined = root
  for (const step of steps) {
    if (Array.isArray(parent)) parent = parent[Number(step)]
    else parent = isJsonObject(parent) && Object.hasOwn(parent, step) ? parent[step] : undefined
  }
  if (last === undefined || parent === undefined) return
  if (isJsonObject(parent)) setOwn(parent, last, text)
  else if (Array.isArray(parent) && Number(last) < parent.length) parent[Number(last)] = text
}
