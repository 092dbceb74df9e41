/** Moments at which text is checked. Contract: plugins-and-packages 7.8. */
export type CheckMoment = 'agent' | 'prompt' | 'tool' | 'source' | 'answer'

export interface Verdict {
  /** Undefined when the text may pass. */
  readonly refusal: string | undefined
  /** A person tries to lift the rules of the model. */
  readonly isJailbreak: boolean
  /** A text from outside tries to give orders to a model. */
  readonly isInjection: boolean
}

/** Judges a text. One that throws refuses: it fails closed. Contract: publishing-and-governance REQ-60. */
export type Checker = (moment: CheckMoment, text: string) => Verdict | Promise<Verdict>
