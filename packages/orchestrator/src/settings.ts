// Table of settings: the server reads them from its configuration and writes the reference from `describe`.
import { atLeastOne, count, type SettingsOf, setting, settingsReader } from '@jumpseat/wire'
import { z } from 'zod'
import { modelEntry } from './models/entry.ts'

export const orchestratorSettingsTable = {
  model: setting(
    z.string().min(1),
    'plugins-and-packages 7.1',
    'built-in',
    'Name of the model that answers where nothing else was chosen: `built-in`, or one of `models`.',
  ),
  models: setting(
    z.array(modelEntry),
    'publishing-and-governance 6.3',
    [],
    'Models that may be used, each with name, kind (`openai-compatible`, `anthropic`, `azure`), url, model, keyVariable (environment variable that holds the key), noTraining (must be true) and, where it takes other words of JSON Schema than its kind and address say, schemas (`openai`, `openai-strict`, `anthropic`, `gemini`, `compatible`, `flat`). File only.',
  ),
  modelTimeout: setting(atLeastOne, '7.1', 120_000, 'Milliseconds that a model may take for one step.'),
  promptLength: setting(atLeastOne, 'connectors 6.3', 16_000, 'Longest text of one message, in characters.'),
  candidates: setting(atLeastOne, '4.4', 5, 'Functions that are offered to the model in a turn.'),
  groundingItems: setting(count, '4.4', 10, 'Items of the index that a turn reads; at most 50.'),
  groundingPassages: setting(atLeastOne, '7.1', 2, 'Passages of each item that a turn reads.'),
  steps: setting(atLeastOne, 'REQ-65', 8, 'Times that the model is asked in one turn.'),
  calls: setting(atLeastOne, '4.4', 8, 'Calls of functions in one turn.'),
  tokens: setting(atLeastOne, 'REQ-65', 100_000, 'Tokens that a turn may use, sent and received together.'),
  bytes: setting(atLeastOne, 'REQ-65', 4_000_000, 'Bytes that the answers of functions may have in one turn.'),
  seconds: setting(
    atLeastOne,
    '4.4',
    120,
    'Seconds that a turn may take, without the time that it waits for a person.',
  ),
  historyTurns: setting(count, '7.1', 8, 'Earlier turns of the conversation that the model is shown.'),
  asksAboutDerived: setting(
    z.boolean(),
    'REQ-57',
    true,
    'Ask before a call that reads, too, when its arguments hold words that neither the person nor the same app has said.',
  ),
  dataHandling: setting(
    z.enum(['off', 'warn', 'enforce']),
    '2.5',
    'warn',
    'What to do when a function that does not declare its data handling is used together with others.',
  ),
  strictScopes: setting(
    z.boolean(),
    'connectors 6.3',
    false,
    'Ask callers of the chat API for all seven scopes of the original instead of ExternalItem.Read.All alone.',
  ),
  packageBytes: setting(atLeastOne, '1.8', 10_000_000, 'Largest package that an administrator may install, in bytes.'),
  installedApps: setting(atLeastOne, '1.8', 500, 'Apps that an organisation may have installed.'),
} as const

export type OrchestratorSettings = SettingsOf<typeof orchestratorSettingsTable>

/** The settings with their defaults; throws a `ZodError` that names each wrong or unknown key. */
export const orchestratorSettings = settingsReader(orchestratorSettingsTable)
