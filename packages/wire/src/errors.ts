/** One line of a package's error registry. `message` and `fix` may hold `{name}` placeholders. */
export interface ErrorSpec {
  readonly status: number
  /** The stable code that clients match on; contract: connectors 8.6. */
  readonly code: string
  readonly message: string
  /** What the reader does about it; shown in the reference and in `innerError.fix`. */
  readonly fix: string
  /** `innerError.code` and `innerError.source`, where the contract gives them. */
  readonly inner?: { readonly code?: string; readonly source?: string; readonly message?: string }
}

export type ErrorParams = Readonly<Record<string, string | number>>

export interface ErrorMore {
  /** JSON pointer or parameter name of the offending place. */
  readonly place?: string
  /** Response headers, for example `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>
  readonly details?: readonly ErrorDetail[]
  /** What is wrong inside of a text that `place` names, for pages that show where. */
  readonly problems?: readonly TextProblem[]
  readonly cause?: unknown
}

/** A mistake in a text, with its place in it. */
export interface TextProblem {
  readonly code: string
  readonly message: string
  readonly fix: string
  /** JSON pointer or parameter name of the text. */
  readonly target: string
  /** UTF-16 units from the beginning of the text; `end` is exclusive. */
  readonly start: number
  readonly end: number
  /** Both from 1. */
  readonly line: number
  readonly character: number
}

/** Where a stretch of a text is, for people. Lines end with a line feed. */
export function placeIn(text: string, { start, end }: { readonly start: number; readonly end: number }) {
  const before = text.slice(0, start)
  const line = before.split('\n').length
  return { start, end, line, character: start - (before.lastIndexOf('\n') + 1) + 1 }
}

export interface ErrorDetail {
  readonly code: string
  readonly message: string
  readonly target?: string
}

/** An error that a client may see: it has a place in a registry, a status and a code. */
export class CodedError extends Error {
  override readonly name = 'CodedError'
  readonly spec: ErrorSpec
  readonly params: ErrorParams
  readonly more: ErrorMore

  constructor(spec: ErrorSpec, params: ErrorParams = {}, more: ErrorMore = {}) {
    super(fill(spec.message, params), more.cause === undefined ? undefined : { cause: more.cause })
    this.spec = spec
    this.params = params
    this.more = more
  }

  get status(): number {
    return this.spec.status
  }

  get code(): string {
    return this.spec.code
  }

  get fix(): string {
    return fill(this.spec.fix, this.params)
  }

  get innerMessage(): string | undefined {
    return this.spec.inner?.message === undefined ? undefined : fill(this.spec.inner.message, this.params)
  }
}

/** Makes one throwable factory per entry; `registry.name({ … })` gives a `CodedError`, `registry.specs` the table for the reference. */
export function defineErrors<const T extends Readonly<Record<string, ErrorSpec>>>(
  specs: T,
): { readonly [K in keyof T]: (params?: ErrorParams, more?: ErrorMore) => CodedError } & { readonly specs: T } {
  const factories = Object.entries(specs).map(([name, spec]) => [
    name,
    (params?: ErrorParams, more?: ErrorMore) => new CodedError(spec, params, more),
  ])
  return Object.assign(Object.fromEntries(factories), { specs })
}

function fill(template: string, params: ErrorParams): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole))
}
