import { type ModelProfile, PROFILES, type ProfileName } from '@jumpseat/skills'
import type { OrchestratorSettings } from '../settings.ts'
import type { ModelEntry } from './entry.ts'

// Table: servers that speak OpenAI's protocol, and what they are known to take.
const HOSTS: readonly (readonly [RegExp, ProfileName])[] = [
  [/(^|\.)openai\.com$/, 'openai'],
  [/(^|\.)googleapis\.com$/, 'gemini'],
]

const KINDS: Readonly<Record<ModelEntry['kind'], (entry: ModelEntry) => ProfileName>> = {
  anthropic: () => 'anthropic',
  azure: () => 'openai',
  'openai-compatible': ({ url }) => HOSTS.find(([host]) => host.test(new URL(url).hostname))?.[1] ?? 'compatible',
}

/** The words of JSON Schema in which the model of this name is told of functions. Contract: plugins-and-packages 4.1. */
export function profileOf({ models }: Pick<OrchestratorSettings, 'models'>, name: string): ModelProfile {
  const entry = models.find((one) => one.name === name)
  return PROFILES[entry === undefined ? 'built-in' : (entry.schemas ?? KINDS[entry.kind](entry))]
}
