import { z } from 'zod'
import { type EmbedderSettings, embedderSettings } from './settings.ts'
import type { Embedder } from './types.ts'

/** Models that are written down, the one of choice among them. */
const KEPT = 3

const known = z.object({
  id: z.string(),
  dimensions: z.number().int().positive(),
  threshold: z.number(),
  weight: z.number().optional(),
  settings: z.record(z.string(), z.unknown()),
})

/** What is written down of a model, so that a later start can ask it about questions. It holds no key. */
export type Known = z.output<typeof known>

/** Where the models are written down that this server has chosen, the latest first. */
export interface Memory {
  /** Undefined, or anything at all, where nothing of use was written. */
  read(): unknown
  write(models: readonly Known[]): void
}

/** A model of a former start, with the settings by which it is reached now. */
export interface Former {
  readonly known: Known
  readonly settings: EmbedderSettings
}

/**
 * The models of former starts whose vectors may still be there, as far as they may be asked: those at the address of the
 * present service with its key, those elsewhere only with a key that was given for it, and those of this machine.
 */
export function formersIn(memory: Memory, present: EmbedderSettings): Former[] {
  return modelsIn(memory).flatMap((model) => {
    const settings = readable(model.settings)
    const key = settings && keyOf(settings, present)
    return settings && key !== undefined ? [{ known: model, settings: { ...settings, key } }] : []
  })
}

/** Writes the model of choice down before those of former starts. */
export function writeDown(memory: Memory, chosen: Embedder, settings: EmbedderSettings): void {
  const { id, dimensions, threshold, weight } = chosen
  const { key: _, previousKey: __, ...open } = settings
  const latest: Known = { id, dimensions, threshold, ...(weight === undefined ? {} : { weight }), settings: open }
  const before = modelsIn(memory)
  const models = [latest, ...before.filter((one) => one.id !== id)].slice(0, KEPT)
  if (JSON.stringify(models) !== JSON.stringify(before)) memory.write(models)
}

/** The model, made when it is asked for the first time. */
export function lazily({ id, dimensions, threshold, weight }: Known, create: () => Promise<Embedder>): Embedder {
  let made: Promise<Embedder> | undefined
  return {
    id,
    dimensions,
    threshold,
    ...(weight === undefined ? {} : { weight }),
    async embed(...asked) {
      made ??= create()
      return (await made).embed(...asked)
    },
    async close() {
      const embedder = await made?.catch(() => undefined)
      await embedder?.close?.()
    },
  }
}

/** Undefined where the service must not be asked any more. */
function keyOf({ kind, url }: EmbedderSettings, present: EmbedderSettings): string | undefined {
  if (kind !== 'endpoint') return ''
  if (present.kind === 'endpoint' && originOf(url) === originOf(present.url)) return present.key
  if (present.previousKey === '') return undefined
  return present.previousKey === 'none' ? '' : present.previousKey
}

const originOf = (url: string): string => (url === '' ? '' : new URL(url).origin)

function modelsIn(memory: Memory): Known[] {
  const models = memory.read()
  return Array.isArray(models)
    ? models.flatMap((one) => {
        const { data } = known.safeParse(one)
        return data ? [data] : []
      })
    : []
}

/** Settings of another version may say what this one does not understand. */
function readable(settings: Known['settings']): EmbedderSettings | undefined {
  try {
    return embedderSettings(settings)
  } catch {
    return undefined
  }
}
