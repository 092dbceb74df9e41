import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import { Refusal } from './desk.js'

const MOST_BYTES = 64 * 1024
export const KEY_HEADER = 'x-light-desk-key'

/** Method, path, whether it asks for the key, what is done, and the status of its success. */
const ROUTES = [
  ['GET', /^\/lights$/, false, ({ desk, query, page }) => ({ lights: desk.lights(query).map(page) })],
  ['GET', /^\/lights\/([^/]+)$/, false, ({ desk, id, page }) => page(desk.light(id))],
  ['GET', /^\/visits$/, true, ({ desk, query }) => ({ visits: desk.visits(query) })],
  ['POST', /^\/visits$/, true, ({ desk, body }) => desk.book(body), 201],
  ['PATCH', /^\/visits\/([^/]+)$/, true, ({ desk, id, body }) => desk.move(id, body)],
  ['DELETE', /^\/visits\/([^/]+)$/, true, ({ desk, id }) => ({ cancelled: desk.cancel(id) })],
]

/** The service on a loopback port; 0 takes a free one. Resolves with the server when it listens. */
export function serve({ desk, key, port = 0 }) {
  const isKey = (given) => timingSafeEqual(digest(given ?? ''), digest(key))
  const server = createServer(async (request, response) => {
    const origin = `http://${request.headers.host ?? '127.0.0.1'}`
    const url = new URL(request.url ?? '/', origin)
    const send = (status, body, type = 'application/json') => {
      response.writeHead(status, { 'content-type': `${type}; charset=utf-8` })
      response.end(type === 'application/json' ? JSON.stringify(body) : body)
    }
    try {
      const card = /^\/pages\/([^/]+)$/.exec(url.pathname)
      if (request.method === 'GET' && card) return send(200, pageOf(desk.light(decode(card[1]))), 'text/html')
      const matching = ROUTES.filter(([, path]) => path.test(url.pathname))
      const route = matching.find(([method]) => method === request.method)
      if (!route) throw new Refusal(matching.length > 0 ? 405 : 404, 'This address does nothing.')
      const [, path, asksForKey, answer, status = 200] = route
      if (asksForKey && !isKey(request.headers[KEY_HEADER]))
        throw new Refusal(401, `Send the API key in the header ${KEY_HEADER}.`)
      const id = decode(path.exec(url.pathname)?.[1] ?? '')
      const query = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ''))
      const page = (light) => ({ ...light, page: `${origin}/pages/${light.id}` })
      const body = ['POST', 'PATCH'].includes(request.method) ? await bodyOf(request) : {}
      send(status, answer({ desk, id, query, body, page }))
    } catch (error) {
      if (!(error instanceof Refusal)) console.error(error)
      const { status, message } = error instanceof Refusal ? error : { status: 500, message: 'Something went wrong.' }
      send(status, { error: message })
    }
  })
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)))
}

async function bodyOf(request) {
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > MOST_BYTES) throw new Refusal(413, 'The body is too long.')
    chunks.push(chunk)
  }
  try {
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body
  } catch {
    // Told below.
  }
  throw new Refusal(400, 'Send a JSON object.')
}

function decode(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Refusal(400, 'The address is not encoded properly.')
  }
}

function digest(text) {
  return createHash('sha256').update(text).digest()
}

function pageOf({ id, name, harbour, model, state, seenAt }) {
  const rows = { Harbour: harbour, Model: model, State: state, 'Last seen': seenAt }
  const list = Object.entries(rows).map(([term, value]) => `<dt>${term}<dd>${value}`)
  return `<!doctype html><html lang="en"><title>${id} ${name}</title><h1>${id} ${name}</h1><dl>${list.join('')}</dl></html>`
}
