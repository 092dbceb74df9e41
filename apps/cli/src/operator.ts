import { readFileSync } from 'node:fs'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { isJsonObject, type JsonObject } from '@jumpseat/wire'
import { cliErrors } from './errors.ts'
import type { Server } from './folder.ts'

/** One call of the operator's API. Answers outside 2xx become an error with the server's own words. */
export async function callOperator(
  server: Server,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<JsonObject> {
  const { status, text } = await exchange(server, method, `/api/operator/${path}`, body)
  const answer = parsed(text)
  if (status >= 200 && status < 300 && answer !== undefined) return answer
  throw cliErrors.refused(wordsOf(answer, status))
}

/** What the server said in Graph's error envelope. */
function wordsOf(answer: JsonObject | undefined, status: number): { message: string; fix: string } {
  const error = isJsonObject(answer?.error) ? answer.error : undefined
  const inner = isJsonObject(error?.innerError) ? error.innerError : undefined
  const message = typeof error?.message === 'string' ? error.message : `The server answered with status ${status}.`
  const fix = typeof inner?.fix === 'string' ? inner.fix : 'See the log of the server.'
  return { message, fix }
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

// Not `fetch`: the TLS port is trusted by our own authority alone, for these calls alone.
function exchange(server: Server, method: string, path: string, body: object | undefined) {
  const isSecure = server.url.protocol === 'https:'
  const options = {
    method,
    agent: false as const,
    headers: {
      authorization: `Operator ${server.operatorToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(isSecure ? { ca: readFileSync(server.ca) } : {}),
  }
  const request = (isSecure ? secureRequest : plainRequest)(new URL(path, server.url), options)
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    request.once('error', (error) => reject(cliErrors.noServer({ reason: error.message }, { cause: error })))
    request.once('response', async (response) => {
      let text = ''
      for await (const chunk of response.setEncoding('utf8')) text += chunk
      resolve({ status: response.statusCode ?? 0, text })
    })
    request.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
