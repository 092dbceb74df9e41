import type { LanguageModelV4 } from '@ai-sdk/provider'
import type { Audit } from '@jumpseat/audit'
import type { Directory } from '@jumpseat/directory'
import type { Embedder } from '@jumpseat/embed'
import type { Search } from '@jumpseat/search'
import type { Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import type { Checker } from './check/types.ts'
import type { HasConsent } from './consent/records.ts'
import type { OrchestratorSettings } from './settings.ts'
import type { Calling, SkillSource } from './turn/ports.ts'

/** Gives the model of a name; throws `modelUnknown`. */
export type Models = (tenantId: TenantId, name: string) => LanguageModelV4

/** What every part of the orchestrator works with. */
export interface Context {
  readonly store: Store
  readonly audit: Pick<Audit, 'record' | 'interactions'>
  readonly directory: Pick<Directory, 'user' | 'tenant'>
  readonly search: Pick<Search, 'ground' | 'isReadable'>
  readonly settings: OrchestratorSettings
  readonly models: Models
  readonly hasConsent: HasConsent
  readonly checker: Checker
  readonly skills: SkillSource
  /** Finds functions by their meaning; without it by words alone. */
  readonly embedder: Pick<Embedder, 'embed'> | undefined
  readonly calling: Calling
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly newId: () => string
}
