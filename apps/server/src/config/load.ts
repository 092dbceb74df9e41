import { existsSync, readFileSync } from 'node:fs'
import { isJsonObject } from '@jumpseat/wire'
import { closest } from 'fastest-levenshtein'
import type { z } from 'zod'
import { serverErrors } from '../errors.ts'
import type { Setting, SettingTable } from './settings.ts'

/** Tables by name; the empty name is the server's own. A setting `itemBytes` of `connectors` is `connectors.itemBytes` in the file and `JUMPSEAT_CONNECTORS_ITEM_BYTES` in the environment. */
export type SettingTables = Readonly<Record<string, SettingTable>>

/** What each setting of each table may be after reading. */
export type SettingValues<T extends SettingTables> = {
  readonly [Name in keyof T]: { readonly [Key in keyof T[Name]]: z.output<T[Name][Key]['schema']> }
}

export interface Sources {
  /** Arguments after `serve`. */
  readonly arguments: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Path of `jumpseat.config.json`; it need not exist. */
  readonly file: string
}

interface Known {
  readonly table: string
  readonly key: string
  readonly setting: Setting
}

interface Given {
  readonly value: unknown
  /** Where it was said, for the error text. */
  readonly place: string
}

/** Environment names of ours that are not settings of the server. */
const OTHER_VARIABLES = new Set(['JUMPSEAT_CONFIG', 'JUMPSEAT_RUN', 'JUMPSEAT_COMPAT_MIRROR'])

/** Values of every setting: flags over environment over file over defaults. Unknown and wrong ones are refused by name. */
export function loadSettings<T extends SettingTables>(tables: T, sources: Sources): SettingValues<T> {
  const known = Object.entries(tables).flatMap(([table, settings]) =>
    Object.entries(settings).map(([key, setting]): Known => ({ table, key, setting })),
  )
  const given = new Map<string, Given>([
    ...fromFile(known, sources.file),
    ...fromEnvironment(known, sources.environment),
    ...fromArguments(known, sources.arguments),
  ])
  const values: Record<string, Record<string, unknown>> = Object.fromEntries(
    Object.keys(tables).map((name) => [name, {}]),
  )
  for (const { table, key, setting } of known) {
    const said = given.get(nameOf({ table, key }))
    const value = said ? parsed(nameOf({ table, key }), setting, said) : setting.default
    const group = values[table]
    if (group) group[key] = value
  }
  return values as SettingValues<T>
}

export function nameOf({ table, key }: { table: string; key: string }): string {
  return table === '' ? key : `${table}.${key}`
}

export function variableOf(entry: { table: string; key: string }): string {
  return `JUMPSEAT_${nameOf(entry)
    .replace(/[A-Z]/g, (letter) => `_${letter}`)
    .replace('.', '_')
    .toUpperCase()}`
}

function fromFile(known: readonly Known[], path: string): [string, Given][] {
  if (!existsSync(path)) return []
  const content = readJson(path)
  const names = new Set(known.map(nameOf))
  const groups = new Set(known.map(({ table }) => table))
  return Object.entries(content).flatMap(([key, value]): [string, Given][] => {
    const members: [string, unknown][] =
      groups.has(key) && isJsonObject(value)
        ? Object.entries(value).map(([inner, v]) => [`${key}.${inner}`, v])
        : [[key, value]]
    return members.map(([name, member]) => {
      if (!names.has(name)) throw unknown(name, path, [...names])
      const entry = known.find((one) => nameOf(one) === name)
      if (entry?.setting.isEnvironmentOnly)
        throw serverErrors.environmentOnly({ name, path, variable: variableOf(entry) })
      return [name, { value: member, place: path }]
    })
  })
}

function readJson(path: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (isJsonObject(content)) return content
    throw serverErrors.wrongConfigFile({ path, reason: 'it is not a JSON object' })
  } catch (error) {
    if (error instanceof SyntaxError) throw serverErrors.wrongConfigFile({ path, reason: error.message })
    throw error
  }
}

function fromEnvironment(known: readonly Known[], environment: Sources['environment']): [string, Given][] {
  const byVariable = new Map(known.map((entry) => [variableOf(entry), nameOf(entry)]))
  return Object.entries(environment).flatMap(([variable, value]): [string, Given][] => {
    if (!variable.startsWith('JUMPSEAT_') || OTHER_VARIABLES.has(variable) || value === undefined) return []
    const name = byVariable.get(variable)
    if (name === undefined) throw unknown(variable, 'environment', [...byVariable.keys()])
    return [[name, { value, place: `environment ${variable}` }]]
  })
}

function fromArguments(known: readonly Known[], words: readonly string[]): [string, Given][] {
  const flags = new Map<string, Known>(
    known.flatMap((entry) => (entry.setting.flag ? [[`--${entry.setting.flag}`, entry] as const] : [])),
  )
  const given: [string, Given][] = []
  for (let n = 0; n < words.length; n++) {
    const word = words[n] ?? ''
    const [flag = '', inline] = word.split(/=(.*)/s)
    const entry = flags.get(flag)
    if (!entry) throw unknown(word, 'command line', [...flags.keys()])
    const value = inline ?? (entry.setting.isSwitch ? true : words[++n])
    if (value === undefined) {
      throw serverErrors.wrongSetting({
        name: flag,
        value: '',
        place: 'command line',
        reason: 'it needs a value',
        describe: entry.setting.describe,
      })
    }
    given.push([nameOf(entry), { value, place: `command line ${flag}` }])
  }
  return given
}

function parsed(name: string, setting: Setting, { value, place }: Given): unknown {
  const readings = typeof value === 'string' ? [value, ...jsonOf(value)] : [value]
  const results = readings.map((reading) => setting.schema.safeParse(reading))
  const valid = results.find(({ success }) => success)
  if (valid) return valid.data
  throw serverErrors.wrongSetting({
    name,
    value: setting.isSecret ? '(hidden)' : String(value),
    place,
    reason: results.at(-1)?.error?.issues[0]?.message ?? 'it is not valid',
    describe: setting.describe,
  })
}

/** Flags and the environment carry text: `5`, `true` and `["a"]` stand for the JSON values. */
function jsonOf(text: string): unknown[] {
  try {
    return [JSON.parse(text)]
  } catch {
    return []
  }
}

function unknown(name: string, place: string, candidates: readonly string[]) {
  const nearest = candidates.length > 0 ? closest(name, [...candidates]) : ''
  return serverErrors.unknownSetting({ name, place, nearest: `Did you mean '${nearest}'?` })
}
