import { indexErrors } from '../errors.ts'

export type Numbers = Uint8Array | Int8Array | Uint16Array | Uint32Array | Float64Array

/**
 * What a part holds at one moment, in a form that can be written to disk. It must not change while it is written, and the part
 * goes on changing: an array is either only ever appended to (then it is cut off at its length of the moment), or a copy.
 */
export interface Dump {
  /** What is small: counts and names. Goes through JSON. */
  readonly facts: Readonly<Record<string, unknown>>
  /** What is long, each in one piece or in several. */
  readonly arrays: Readonly<Record<string, readonly Numbers[]>>
}

/** A part of a shard that can be dumped in a few milliseconds, and loaded again: `new P().load(p.dump())` is as `p` was. */
export interface Part {
  dump(): Dump
  /** Takes over the arrays of the dump. Called once, before anything else. */
  load(dump: Dump): void
}

type KindOf<T extends Numbers> = { new (length: number): T; readonly name: string }

/** All pieces of an array. */
export function pieces<T extends Numbers>({ arrays }: Dump, name: string, Kind: KindOf<T>): T[] {
  const found = arrays[name]
  if (!found?.every((numbers): numbers is T => numbers instanceof Kind))
    throw indexErrors.snapshotBroken({ reason: `'${name}' is not there` })
  return [...found]
}

/** An array that is in one piece. */
export function piece<T extends Numbers>(dump: Dump, name: string, Kind: KindOf<T>): T {
  const [one, other] = pieces(dump, name, Kind)
  if (one === undefined || other !== undefined)
    throw indexErrors.snapshotBroken({ reason: `'${name}' is not in one piece` })
  return one
}

/** A number of the facts. */
export function numberIn({ facts }: Dump, name: string): number {
  const found = facts[name]
  if (typeof found !== 'number') throw indexErrors.snapshotBroken({ reason: `the number '${name}' is not there` })
  return found
}

/** A list of names of the facts. */
export function namesIn({ facts }: Dump, name: string): string[] {
  const found = facts[name]
  if (!Array.isArray(found) || !found.every((one) => typeof one === 'string'))
    throw indexErrors.snapshotBroken({ reason: `the names '${name}' are not there` })
  return [...found]
}

/** The arrays of a part of a part, under names of their own. */
export const named = (name: string, arrays: Dump['arrays']): Dump['arrays'] =>
  Object.fromEntries(Object.entries(arrays).map(([own, numbers]) => [`${name}.${own}`, numbers]))

/** What `named` was given. */
export const unnamed = (name: string, { facts, arrays }: Dump): Dump => ({
  facts,
  arrays: Object.fromEntries(
    Object.entries(arrays).flatMap(([own, numbers]) =>
      own.startsWith(`${name}.`) ? [[own.slice(name.length + 1), numbers]] : [],
    ),
  ),
})

/** Dumps under a name each; the dump of a part that has parts itself. */
export type Dumps = Readonly<Record<string, Dump>>
