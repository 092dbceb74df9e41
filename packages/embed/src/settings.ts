// Table of settings: the server reads them from its configuration and writes the reference from `describe`.
import { atLeastOne, count, type SettingsOf, setting, settingsReader } from '@jumpseat/wire'
import { z } from 'zod'

/** No contract speaks of these. */
const OWN = ''

export const embedderSettingsTable = {
  kind: setting(
    z.enum(['built-in', 'none', 'endpoint', 'onnx']),
    OWN,
    'built-in',
    'What makes vectors: built-in (the model that comes with the program, made for English), none (search by words alone), endpoint (a service that speaks the OpenAI embeddings protocol) or onnx (a model in a folder of this machine).',
  ),
  url: setting(
    z.url({ protocol: /^https?$/ }).or(z.literal('')),
    OWN,
    '',
    'Base of the service, for example https://api.openai.com/v1, or the whole address of its embeddings. It may be on this machine or in your network.',
  ),
  model: setting(z.string(), OWN, '', 'Name of the model, as the service knows it.'),
  dimensions: setting(
    z.number().int().min(0).max(8192),
    OWN,
    0,
    'Numbers in a vector of the model. A service needs it; the built-in model makes 256, or 128 where that is written. Another number is another model.',
  ),
  key: {
    ...setting(z.string(), OWN, '', 'Key of the service. Only from the environment.'),
    isSecret: true,
    isEnvironmentOnly: true,
  },
  previousKey: {
    ...setting(
      z.string(),
      OWN,
      '',
      'Key of the service before, where that was at another address; none for one without a key. With it, that service goes on answering questions until the vectors of the new one are made; without it, it is never called again. Only from the environment.',
    ),
    isSecret: true,
    isEnvironmentOnly: true,
  },
  keyHeader: setting(
    z.string().regex(/^[A-Za-z0-9-]+$/),
    OWN,
    'authorization',
    'Header that carries the key; authorization carries it as a bearer token. Azure takes api-key.',
  ),
  sendDimensions: setting(
    z.boolean(),
    OWN,
    false,
    'Ask the model for vectors of that many numbers; for models that can shorten theirs.',
  ),
  batchSize: setting(z.number().int().min(1).max(2048), OWN, 64, 'Most texts in a call to the service.'),
  concurrency: setting(z.number().int().min(1).max(64), OWN, 4, 'Calls to the service at a time.'),
  requestsPerMinute: setting(count, OWN, 0, 'Most calls to the service in a minute; 0 means no limit of ours.'),
  threshold: setting(
    z.number().gt(0).lt(1),
    OWN,
    0.3,
    'Least cosine of two texts that have to do with each other, by this model. What is farther from a question is not found by its meaning.',
  ),
  weight: setting(
    z.number().gt(0).lt(1),
    OWN,
    0.5,
    "Share that the meaning of a question makes beside its words, by this model. The built-in model's is its own.",
  ),
  questionPrefix: setting(z.string(), OWN, '', 'What this model wants written before a question.'),
  passagePrefix: setting(z.string(), OWN, '', 'What this model wants written before a passage.'),
  folder: setting(z.string(), OWN, '', 'Folder of a model, with model.onnx and its tokenizer.'),
  timeout: setting(atLeastOne, OWN, 60_000, 'Milliseconds that a call to the service may take.'),
} as const

export type EmbedderSettings = SettingsOf<typeof embedderSettingsTable>

/** The settings with their defaults; throws a `ZodError` that names each wrong or unknown key. */
export const embedderSettings = settingsReader(embedderSettingsTable)
