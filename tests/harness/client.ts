// Calls of a test to a running server, whether in this process or in one of its own.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Client {
  /** A call to the server; JSON in, JSON out. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  /** A call of the operator. */
  operator(method: string, path: string, body?: unknown): Promise<Answer>
  /** Registers an app (or takes it by name) and gives its credentials. */
  app(displayName: string, permissions: readonly string[]): Promise<AppCredentials>
  /** An app-only token by client credentials. */
  appToken(credentials: AppCredentials): Promise<string>
  /** A delegated token of a person, without a sign-in. */
  userToken(user: string, scopes?: readonly string[]): Promise<string>
}

export interface AppCredentials {
  readonly appId: string
  readonly objectId: string
  readonly tenantId: string
  readonly secret: string
}

export interface CallOptions {
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly json: any
}

/** `url` is the plain HTTP address of the server, `folder` its data folder. */
export function clientOf(url: string, folder: string): Client {
  const call: Client['call'] = async (method, path, { token, body, headers = {} } = {}) => {
    const hasBody = body !== undefined
    const response = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === undefined ? {} : { authorization: token.includes(' ') ? token : `Bearer ${token}` }),
        ...(hasBody ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(hasBody ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: parsed(text) }
  }
  const operator: Client['operator'] = (method, path, body) => {
    const token = `Operator ${readFileSync(join(folder, 'operator.token'), 'utf8')}`
    return call(method, path, body === undefined ? { token } : { token, body })
  }

  return {
    call,
    operator,
    app: async (displayName, permissions) =>
      (await operator('POST', '/api/operator/apps', { displayName, permissions })).json,
    async appToken({ appId, secret, tenantId }) {
      const form = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: secret,
        scope: 'https://graph.microsoft.com/.default',
      })
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const { json, text } = await call('POST', `/${tenantId}/oauth2/v2.0/token`, { body: form.toString(), headers })
      if (typeof json?.access_token !== 'string') throw new Error(`no app token: ${text}`)
      return json.access_token
    },
    async userToken(user, scopes) {
      const { json, text } = await operator('POST', '/api/operator/token', { user, scopes })
      if (typeof json?.token !== 'string') throw new Error(`no token for ${user}: ${text}`)
      return json.token
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Makes a ready connection with the given schema properties. */
export async function readyConnection(
  server: Client,
  token: string,
  id: string,
  properties: readonly object[],
): Promise<void> {
  const base = `/v1.0/external/connections`
  const created = await server.call('POST', base, { token, body: { id, name: id, description: `Connection ${id}` } })
  if (created.status !== 201) throw new Error(`connection ${id}: ${created.status} ${created.text}`)
  const schema = { baseType: 'microsoft.graph.externalItem', properties }
  const accepted = await server.call('PATCH', `${base}/${id}/schema`, { token, body: schema })
  const location = accepted.headers.get('location') ?? ''
  for (let n = 0; n < 100; n++) {
    const operation = await server.call('GET', location, { token })
    if (operation.json?.status === 'completed') return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the schema of ${id} was not completed`)
}
