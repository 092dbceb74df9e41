import type { Egress } from '@jumpseat/egress'
import { createBuiltInEmbedder } from './builtin/embedder.ts'
import { createEndpointEmbedder } from './endpoint/embedder.ts'
import { embedErrors } from './errors.ts'
import { createOnnxEmbedder } from './onnx/embedder.ts'
import { remembering } from './remember.ts'
import type { EmbedderSettings } from './settings.ts'
import type { Embedder } from './types.ts'

export interface CreateOptions {
  readonly settings: EmbedderSettings
  /** Reaches the service, which may be in a private range. */
  readonly egress: Pick<Egress, 'fetch'>
}

/**
 * The model that the settings name, and behind it the built-in one, whose vectors may still be there and answer until those
 * of another model are made. Errors: `settingMissing`, and those of the model.
 */
export async function createEmbedders(options: CreateOptions): Promise<Embedder[]> {
  const chosen = await createEmbedder(options)
  if (!chosen) return []
  return options.settings.kind === 'built-in' ? [chosen] : [chosen, remembering(await createBuiltInEmbedder())]
}

async function createEmbedder({ settings, egress }: CreateOptions): Promise<Embedder | undefined> {
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
