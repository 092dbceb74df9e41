import type { JsonObject, JsonValue } from '@jumpseat/wire'

export interface RenderTask {
  readonly id: number
  readonly template: JsonObject
  readonly results: readonly JsonValue[]
}

export interface RenderAnswer {
  readonly id: number
  /** JSON of each card; `undefined` for a result that makes none. */
  readonly cards: readonly (string | undefined)[]
}

/** Makes cards. Never rejects: a template that cannot be used makes no card. */
export interface CardRenderer {
  /** One card, or none, for each result. Contract: packages 4.5. */
  render(template: JsonObject, results: readonly JsonValue[]): Promise<readonly (JsonObject | undefined)[]>
  close(): Promise<void>
}
