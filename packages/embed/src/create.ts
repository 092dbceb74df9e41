import type { Egress } from '@jumpseat/egress'
import { createBuiltInEmbedder } from './builtin/embedder.ts'
import { createEndpointEmbedder } from './endpoint/embedder.ts'
import { embedErrors } from './errors.ts'
import { formersIn, lazily, type Memory, writeDown } from './former.ts'
import { createOnnxEmbedder } from './onnx/embedder.ts'
import { remembering } from './remember.ts'
import type { EmbedderSettings } from './settings.ts'
import type { Embedder } from './types.ts'

export interface CreateOptions {
  readonly settings: EmbedderSettings
  /** Reaches the services, `placesOf` them, which may be in a private range. */
  readonly egress: Pick<Egress, 'fetch'>
  readonly memory: Memory
}

export interface Embedders {
  /** The model of choice first; then those of former starts, whose vectors may still be there and answer until its own are made. */
  readonly embedders: readonly Embedder[]
  /** Undefined only where the settings want no model at all. */
  readonly builtIn: Embedder | undefined
}

/** The model that the settings name, which is written down, and those before it. Errors: `settingMissing`, and those of the model. */
export async function createEmbedders({ settings, egress, memory }: CreateOptions): Promise<Embedders> {
  const chosen = await createEmbedder(settings, egress)
  if (!chosen) return { embedders: [], builtIn: undefined }
  const builtIn = settings.kind === 'built-in' ? chosen : remembering(await createBuiltInEmbedder())
  const formers = formersIn(memory, settings).map(({ known, settings }) =>
    lazily(known, async () => {
      const former = await createEmbedder(settings, egress)
      if (former?.id === known.id) return former
      throw embedErrors.unavailable({ model: known.id, reason: 'another one is in its place' })
    }),
  )
  writeDown(memory, chosen, settings)
  const all = [chosen, ...(builtIn === chosen ? [] : [builtIn]), ...formers]
  const embedders = all.filter(({ id }, at) => all.findIndex((one) => one.id === id) === at)
  return { embedders, builtIn }
}

/** Addresses of the services that the models may call. */
export const placesOf = ({ settings, memory }: Pick<CreateOptions, 'settings' | 'memory'>): string[] => [
  ...new Set(
    [settings, ...formersIn(memory, settings).map((former) => former.settings)].flatMap(({ kind, url }) =>
      kind === 'endpoint' && url !== '' ? [url] : [],
    ),
  ),
]

async function createEmbedder(
  settings: EmbedderSettings,
  egress: Pick<Egress, 'fetch'>,
): Promise<Embedder | undefined> {
  switch (settings.kind) {
    case 'none':
      return undefined
    case 'built-in':
      return remembering(
        await createBuiltInEmbedder(settings.dimensions === 0 ? {} : { dimensions: settings.dimensions }),
      )
    case 'endpoint': {
      for (const name of ['url', 'model', 'dimensions'] as const)
        if (!settings[name]) throw embedErrors.settingMissing({ kind: settings.kind, name })
      return createEndpointEmbedder(settings, egress)
    }
    case 'onnx':
      if (settings.folder === '') throw embedErrors.settingMissing({ kind: settings.kind, name: 'folder' })
      return createOnnxEmbedder(settings)
  }
}
