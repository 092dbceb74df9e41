import { PassThrough, Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { own } from '@jumpseat/wire'
import type { Dispatcher } from 'undici'
import { egressErrors } from './errors.ts'

const DECODERS: Readonly<Record<string, () => Transform>> = {
  identity: () => new PassThrough(),
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304])

/** The platform's `Response` over an answer that is decoded and counted while it streams. `explain` turns a failure of the stream into a coded error. */
export function responseOf(
  url: URL,
  isRedirected: boolean,
  method: string,
  answer: Dispatcher.ResponseData,
  maxBytes: number,
  explain: (error: unknown) => unknown,
): Response {
  const { statusCode, headers: received, body } = answer
  const host = url.hostname
  if (statusCode < 200 || statusCode > 599) {
    discard(body)
    throw egressErrors.badAnswer({ host, reason: `status ${statusCode}` })
  }
  const headers = headersOf(received)
  const isEmpty = method === 'HEAD' || NO_BODY.has(statusCode)
  if (isEmpty) discard(body)
  const stream = isEmpty ? null : bodyOf(host, headers, body, maxBytes, explain)
  const response = new Response(stream, { status: statusCode, headers })
  // The constructor leaves these empty, and clients resolve relative links against `url`.
  return Object.defineProperties(response, { url: { value: url.href }, redirected: { value: isRedirected } })
}

/** Ends a body that nobody will read. */
export function discard(body: Readable): void {
  body.on('error', () => {})
  body.destroy()
}

function bodyOf(
  host: string,
  headers: Headers,
  body: Readable,
  maxBytes: number,
  explain: (error: unknown) => unknown,
): ReadableStream<Uint8Array> {
  const tooLarge = () => egressErrors.tooLarge({ host, limit: maxBytes })
  if (Number(headers.get('content-length') ?? 0) > maxBytes) {
    discard(body)
    throw tooLarge()
  }
  const names = (headers.get('content-encoding') ?? '').split(',').map((name) => name.trim().toLowerCase())
  const encodings = names.filter((name) => name !== '' && name !== 'identity')
  const decoder = encodings.length > 1 ? undefined : own(DECODERS, encodings[0] ?? 'identity')
  if (decoder === undefined) {
    discard(body)
    throw egressErrors.encodingRefused({ host, encoding: encodings.join(', ').slice(0, 40) })
  }
  if (encodings.length > 0) {
    headers.delete('content-encoding')
    headers.delete('content-length')
  }
  let seen = 0
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.byteLength // after decoding: a bomb counts at its full size
      if (seen > maxBytes) done(tooLarge())
      else done(null, chunk)
    },
  })
  return chain([body, decoder(), counter], explain)
}

// Written out rather than with `pipeline`, which reports the end of a stream the reader gave up as an error of its own.
function chain(parts: readonly [Readable, Transform, Transform], explain: (error: unknown) => unknown) {
  const [source, decoder, last] = parts
  const fail = (error: unknown) => last.destroy(explain(error) as Error)
  source.on('error', fail)
  decoder.on('error', fail)
  last.on('close', () => {
    discard(source)
    decoder.destroy()
  })
  source.pipe(decoder).pipe(last)
  return Readable.toWeb(last) as ReadableStream<Uint8Array>
}

function headersOf(received: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(received)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, one)
  }
  return headers
}
