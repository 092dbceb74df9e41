import { z } from 'zod'

/** One setting of a package: what it may be, and what it does, for the code and for the reference alike. */
export interface PackageSetting<S extends z.ZodType = z.ZodType> {
  readonly schema: S
  readonly default: z.output<S>
  readonly describe: string
  /** Where the default comes from, in contracts/connectors.md unless said otherwise. */
  readonly section: string
}

type Table = Readonly<Record<string, PackageSetting>>
export type SettingsOf<T extends Table> = { readonly [K in keyof T]: z.output<T[K]['schema']> }

export const count = z.number().int().nonnegative()
export const atLeastOne = z.number().int().positive()

/** An entry of a table of settings. */
export function setting<S extends z.ZodType>(
  schema: S,
  section: string,
  fallback: z.output<S>,
  describe: string,
): PackageSetting<S> {
  return { schema, default: fallback, describe, section }
}

/** Reads settings with the defaults of their table; throws a `ZodError` that names each wrong or unknown key. */
export function settingsReader<T extends Table>(table: T): (given?: Partial<SettingsOf<T>>) => SettingsOf<T> {
  const shape = Object.entries(table).map(([key, entry]) => [key, entry.schema.default(entry.default)])
  const object = z.strictObject(Object.fromEntries(shape))
  return (given = {}) => object.parse(given) as SettingsOf<T>
}
