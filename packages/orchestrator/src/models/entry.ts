import { PROFILES, type ProfileName } from '@jumpseat/skills'
import { z } from 'zod'

/** One model endpoint of the operator. Contract: publishing-and-governance REQ-20 and REQ-21. */
export const modelEntry = z.strictObject({
  /** By this name the settings, the administrators and the OpenAI-compatible surface speak of it. */
  name: z.string().regex(/^[\w.:-]{1,64}$/),
  kind: z.enum(['openai-compatible', 'anthropic', 'azure']),
  /** Base address, for example `http://127.0.0.1:11434/v1`. */
  url: z.url(),
  /** The provider's own name of the model; for Azure the deployment. */
  model: z.string().min(1),
  /** Name of the environment variable that holds the key; none for servers that want none. */
  keyVariable: z
    .string()
    .regex(/^[A-Z_][A-Z0-9_]*$/i)
    .optional(),
  apiVersion: z.string().optional(),
  /** The provider neither keeps nor learns from what it is sent. Anything but true is refused. */
  noTraining: z.literal(true, {
    error: 'noTraining must be true: say so only when the provider does not train on requests',
  }),
  region: z.string().optional(),
  /** Tenants that may use it; all when absent. */
  tenants: z.array(z.guid()).optional(),
  maxOutputTokens: z.number().int().positive().optional(),
  /** The words of JSON Schema that it takes, where they are others than its kind and address say. */
  schemas: z.enum(Object.keys(PROFILES) as [ProfileName, ...ProfileName[]]).optional(),
  temperature: z.number().min(0).max(2).optional(),
})

export type ModelEntry = z.output<typeof modelEntry>
