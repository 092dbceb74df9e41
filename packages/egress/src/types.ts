/** The one way out. Same call as the platform's `fetch`, with addresses checked at connect time, redirects re-checked and size and time capped. */
export interface Egress {
  readonly fetch: (url: string | URL, init?: EgressInit) => Promise<Response>
  close(): Promise<void>
}

export interface EgressInit {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Milliseconds for the whole exchange; default from the policy. */
  readonly timeout?: number
  /** Largest answer in bytes; default from the policy. */
  readonly maxBytes?: number
  readonly signal?: AbortSignal
  /** `manual` hands a redirect back, `error` refuses it. Default: follow, each hop checked anew. */
  readonly redirect?: 'follow' | 'manual' | 'error'
}

export interface EgressPolicy {
  /** Hosts or CIDR blocks inside private or loopback ranges that may be reached all the same. Default: none. */
  readonly allow: readonly string[]
  readonly timeout: number
  readonly maxBytes: number
  readonly maxRedirects: number
}
