import { type ConnectorSettings, connectorSettingsTable } from '@jumpseat/connectors'
import { type EmbedderSettings, embedderSettingsTable } from '@jumpseat/embed'
import { type OrchestratorSettings, orchestratorSettingsTable } from '@jumpseat/orchestrator'
import { type SearchSettings, searchSettingsTable } from '@jumpseat/search'
import { loadSettings, type SettingTables } from './config/load.ts'
import { SERVER_SETTINGS, type ServerSettings } from './config/settings.ts'
import { serverErrors } from './errors.ts'
import { isLoopbackHost } from './http/hosts.ts'

/** Every setting of the server, by part; the reference is generated from this table. */
export const SETTING_TABLES = {
  '': SERVER_SETTINGS,
  connectors: connectorSettingsTable,
  search: searchSettingsTable,
  embedder: embedderSettingsTable,
  orchestrator: orchestratorSettingsTable,
} as const satisfies SettingTables

export interface Settings {
  readonly server: ServerSettings
  readonly connectors: ConnectorSettings
  readonly search: SearchSettings
  readonly embedder: EmbedderSettings
  readonly orchestrator: OrchestratorSettings
}

/** The settings of this start; refuses what would be unsafe together. */
export function settingsFor(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const file = environment.JUMPSEAT_CONFIG ?? 'jumpseat.config.json'
  const values = loadSettings(SETTING_TABLES, { arguments: words, environment, file })
  const { '': server, ...parts } = values
  const settings = { server, ...parts }
  refuseUnsafe(settings.server)
  return settings
}

function refuseUnsafe({ host, port, insecure, sample, dev }: ServerSettings): void {
  if (isLoopbackHost(host)) return
  if (sample || dev) throw serverErrors.sampleIsForLoopback({ host })
  if (port !== 'off' && !insecure) throw serverErrors.needsTls({ host })
}
