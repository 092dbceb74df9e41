import type { CodedError, TextProblem } from './errors.ts'

export interface RequestIds {
  /** GUID given by the server; header `request-id`. */
  readonly requestId: string
  /** Echo of the client's `client-request-id`, or the request id where none was sent. */
  readonly clientRequestId: string
}

export interface GraphError {
  readonly error: {
    readonly code: string
    readonly message: string
    readonly target?: string
    readonly details?: readonly { code: string; message: string; target?: string }[]
    readonly innerError: Readonly<Record<string, string | readonly TextProblem[]>>
  }
}

/** The error body of Graph, with the place and the fix beside the ids. Contract: connectors 8.6. */
export function envelopeOf(error: CodedError, ids: RequestIds, now: Date): GraphError {
  const inner: Record<string, string | readonly TextProblem[]> = {}
  if (error.spec.inner?.code) inner.code = error.spec.inner.code
  if (error.spec.inner?.source) inner.source = error.spec.inner.source
  if (error.innerMessage) inner.message = error.innerMessage
  inner.fix = error.fix
  if (error.more.problems) inner.problems = error.more.problems
  inner.date = now.toISOString().slice(0, 19)
  inner['request-id'] = ids.requestId
  inner['client-request-id'] = ids.clientRequestId
  return {
    error: {
      code: error.code,
      message: error.message,
      ...(error.more.place === undefined ? {} : { target: error.more.place }),
      ...(error.more.details === undefined ? {} : { details: error.more.details }),
      innerError: inner,
    },
  }
}
