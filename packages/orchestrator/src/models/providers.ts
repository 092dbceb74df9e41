import { createAnthropic } from '@ai-sdk/anthropic'
import { createAzure } from '@ai-sdk/azure'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { LanguageModelV4 } from '@ai-sdk/provider'
import type { Egress } from '@jumpseat/egress'
import type { TenantId } from '@jumpseat/wire'
import { BUILT_IN, createBuiltInModel } from '../builtin/model.ts'
import type { Models } from '../context.ts'
import { orchestratorErrors } from '../errors.ts'
import type { OrchestratorSettings } from '../settings.ts'
import type { ModelEntry } from './entry.ts'

/** What the SDK wants of a way out. */
type FetchFunction = NonNullable<NonNullable<Parameters<typeof createAnthropic>[0]>['fetch']>

export type Environment = Readonly<Record<string, string | undefined>>

interface Wiring {
  readonly entry: ModelEntry
  readonly apiKey: string | undefined
  readonly fetch: FetchFunction
}

// A table: one way to reach each kind of provider. All speak the same interface afterwards.
const PROVIDERS: Readonly<Record<ModelEntry['kind'], (wiring: Wiring) => LanguageModelV4>> = {
  'openai-compatible': ({ entry, apiKey, fetch }) =>
    createOpenAICompatible({
      name: entry.name,
      baseURL: entry.url,
      fetch,
      includeUsage: true,
      ...(apiKey === undefined ? {} : { apiKey }),
    }).chatModel(entry.model),
  anthropic: ({ entry, apiKey, fetch }) =>
    createAnthropic({ baseURL: entry.url, apiKey: apiKey ?? '', fetch })(entry.model),
  azure: ({ entry, apiKey, fetch }) =>
    createAzure({
      baseURL: entry.url,
      apiKey: apiKey ?? '',
      fetch,
      useDeploymentBasedUrls: true,
      ...(entry.apiVersion === undefined ? {} : { apiVersion: entry.apiVersion }),
    }).chat(entry.model),
}

/**
 * The built-in model, and those of the settings. Errors at once: `modelUnfit` for an entry that cannot work. Errors of
 * the function: `modelUnknown`, also for a model that another tenant has to itself. Contract: publishing-and-governance REQ-21.
 */
export function modelsOf(
  { models }: Pick<OrchestratorSettings, 'models'>,
  egress: Pick<Egress, 'fetch'>,
  environment: Environment,
  now: () => number,
): Models {
  const builtIn = createBuiltInModel(now)
  const fetch = fetchThrough(egress)
  const known = new Map(
    models.map((entry) => {
      const unfit = (reason: string) => orchestratorErrors.modelUnfit({ model: entry.name, reason })
      if (entry.name === BUILT_IN) throw unfit('its name belongs to the model that comes with the server')
      const apiKey = entry.keyVariable === undefined ? undefined : environment[entry.keyVariable]
      if (entry.keyVariable !== undefined && !apiKey) throw unfit(`the variable ${entry.keyVariable} is not set`)
      return [entry.name, { entry, model: PROVIDERS[entry.kind]({ entry, apiKey, fetch }) }] as const
    }),
  )
  return (tenantId, name) => {
    if (name === BUILT_IN) return builtIn
    const found = known.get(name)
    if (found && isFor(found.entry, tenantId)) return found.model
    throw orchestratorErrors.modelUnknown({ model: name })
  }
}

export const isFor = ({ tenants }: ModelEntry, tenantId: TenantId): boolean => tenants?.includes(tenantId) ?? true

/** Hosts of the models: the operator has named them, so they may be private. */
export const modelHosts = ({ models }: Pick<OrchestratorSettings, 'models'>): string[] => [
  ...new Set(models.map(({ url }) => new URL(url).hostname)),
]

/** The platform's `fetch` over the one way out. The SDK sends text and takes streams, which is what egress does. */
export function fetchThrough(egress: Pick<Egress, 'fetch'>): FetchFunction {
  return (input, init = {}) => {
    const headers: Record<string, string> = {}
    new Headers(init.headers).forEach((value, name) => {
      headers[name] = value
    })
    const { body, signal } = init
    return egress.fetch(input instanceof Request ? input.url : input, {
      method: init.method ?? 'GET',
      headers,
      ...(typeof body === 'string' || body instanceof Uint8Array ? { body } : {}),
      ...(signal ? { signal } : {}),
    })
  }
}
