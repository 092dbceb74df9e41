/** What a text is embedded for. Some models ask for another wording of questions than of passages. */
export type Purpose = 'passage' | 'question'

/** The port of every model that makes vectors of texts. */
export interface Embedder {
  /** Model and version. Vectors of two ids are never compared. */
  readonly id: string
  /** Numbers in a vector. */
  readonly dimensions: number
  /** Least cosine, above 0, of two texts that have to do with each other. */
  readonly threshold: number
  /** Share of the score that its meaning deserves beside words, where that is known to differ from the built-in model's. */
  readonly weight?: number
  /**
   * One vector of length 1 for each text, in their order; all zeros for a text in which the model knows nothing.
   * The embedder cuts the texts into as many calls as it needs. Errors: those of `embedErrors`, after its own attempts
   * have failed; `textRefused` when a text is at fault.
   */
  embed(texts: readonly string[], purpose: Purpose, signal?: AbortSignal): Promise<readonly Float32Array[]>
  /**
   * Of a model to which a text is the sum of its words: what each word adds, by its length as much as it counts for.
   * Errors: as `embed`.
   */
  wordVectors?(words: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]>
  close?(): Promise<void>
}
