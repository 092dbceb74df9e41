// A stand-in server for working on the pages alone. Not part of the product.
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { SAMPLE_PEOPLE, SAMPLE_TENANT, sampleId, samplePrincipalName } from '../../../packages/directory/src/sample.ts'

const dist = join(import.meta.dirname, '../dist')
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}
const people = SAMPLE_PEOPLE.map((p) => ({
  id: sampleId('user', `${p.givenName} ${p.surname}`),
  displayName: `${p.givenName} ${p.surname}`,
  userPrincipalName: samplePrincipalName(p),
  jobTitle: p.jobTitle,
  department: p.guestOf ? null : p.department,
  isGuest: p.guestOf !== undefined,
  roles: p.roles ?? [],
}))
const now = Date.now()
const ago = (h: number) => new Date(now - h * 3600e3).toISOString()
const docs = [
  [
    'BCN-014',
    'Beacon lantern: lens heater test at −20 °C',
    'firmware',
    'Mei Tanaka',
    3,
    'The lens heater kept the <c0>lantern</c0> clear for six hours at −20 °C. Current draw stayed under 410 mA <ddd/> two units showed fog at the lower rim before the duty cycle was raised.',
  ],
  [
    'BCN-021',
    'Lantern firmware 4.2: what changed and how to roll back',
    'firmware',
    'Kenji Watari',
    26,
    'Release 4.2 of the <c0>lantern</c0> firmware shortens the wake-up after a brown-out <ddd/> and logs fog sensor readings each minute.',
  ],
  [
    'OPS-118',
    'Field guide: replacing a lantern in fog',
    'fieldservice',
    'Liam Gallagher',
    74,
    'Call the harbour office first. A dark <c0>lantern</c0> in <c0>fog</c0> is a hazard report &lt;b&gt;within ten minutes&lt;/b&gt; <ddd/>',
  ],
  [
    'HR-007',
    'Travel allowance for technicians on night work',
    'people',
    'Clara Nyström',
    800,
    'Night work on <c0>lanterns</c0> counts double after 22:00 <ddd/> the allowance is paid with the next payroll run.',
  ],
] as const
const connections = [
  {
    id: 'firmware',
    uid: 'a'.repeat(32),
    name: 'Firmware notebook',
    description: 'Release notes, test reports and decisions of the lantern firmware.',
    state: 'ready',
    ownerApp: { appId: sampleId('app', 'x'), displayName: 'Harbour documents connector' },
    counts: { received: 12480, indexed: 12480, refused: 3 },
    lastChangeAt: ago(0.02),
    createdAt: ago(2000),
  },
  {
    id: 'fieldservice',
    uid: 'b'.repeat(32),
    name: 'Field service log',
    description: 'Visits, parts and photographs by harbour.',
    state: 'ready',
    ownerApp: { appId: sampleId('app', 'x'), displayName: 'Harbour documents connector' },
    counts: { received: 48210, indexed: 31877, refused: 0 },
    lastChangeAt: ago(0),
    createdAt: ago(900),
  },
  {
    id: 'people',
    uid: 'c'.repeat(32),
    name: 'People handbook',
    description: null,
    state: 'draft',
    ownerApp: null,
    counts: { received: 0, indexed: 0, refused: 0 },
    lastChangeAt: null,
    createdAt: ago(1),
  },
]
const audit = Array.from({ length: 12 }, (_, i) => ({
  id: String(100 - i),
  at: ago(i * 7 + 0.5),
  actor: { name: i % 3 ? 'Ingrid Solberg' : 'system' },
  action: ['connection.update', 'connection.delete', 'explain.other', 'group.member.add'][i % 4],
  object: { type: i % 4 === 3 ? 'group' : 'connection', id: 'firmware', name: 'Firmware notebook' },
  before: i % 4 === 0 ? { name: 'Firmware' } : undefined,
  after: i % 4 === 0 ? { name: 'Firmware notebook' } : { item: 'BCN-014' },
}))
let who: string | undefined = process.env.AS && people.find((p) => p.displayName === process.env.AS)?.id

const server = createServer(async (req, res) => {
  const url = new URL(req.url ?? '/', 'http://x')
  const parts: string[] = []
  for await (const c of req) parts.push(String(c))
  const body = parts.length ? JSON.parse(parts.join('')) : undefined
  const json = (value: unknown, status = 200) => {
    res.writeHead(status, { 'content-type': 'application/json' })
    res.end(value === undefined ? '' : JSON.stringify(value))
  }
  const error = (status: number, code: string, message: string, fix: string) =>
    json(
      { error: { code, message, innerError: { fix, 'request-id': 'b7b5f6a1-0000-4000-8000-0123456789ab' } } },
      status,
    )
  const p = url.pathname
  const me = people.find((x) => x.id === who)
  if (p === '/signin') {
    res.writeHead(302, { location: `/signin/abc123` })
    returnTo = url.searchParams.get('returnTo') ?? '/'
    return res.end()
  }
  if (p === '/api/interaction/abc123')
    return json({ clientName: 'Jumpseat', tenantName: SAMPLE_TENANT.displayName, kind: 'login', people })
  if (p === '/api/interaction/device')
    return json({ clientName: 'Lantern line', tenantName: SAMPLE_TENANT.displayName, kind: 'device' })
  if (p === '/api/interaction/real') return json({ clientName: 'Jumpseat', tenantName: 'Lumen Quay', kind: 'login' })
  if (p.startsWith('/api/interaction/') && p.endsWith('/login')) {
    const person = people.find((x) => x.id === body.samplePerson)
    if (!person)
      return error(401, 'WrongPassword', 'The account or the password is wrong.', 'Check both and try again.')
    who = person.id
    return json({ redirectTo: returnTo })
  }
  if (p.startsWith('/api/interaction/'))
    return error(
      404,
      'InteractionNotFound',
      'There is no such sign-in.',
      'Start again from the page you wanted to open.',
    )
  if (p === '/api/signout') {
    who = undefined
    res.writeHead(204)
    return res.end()
  }
  if (p.startsWith('/api/') || p.startsWith('/v1.0')) {
    if (!me) return error(401, 'InvalidAuthenticationToken', 'Access token is empty.', 'Sign in.')
    if (p === '/api/me')
      return json({
        ...me,
        tenant: { id: SAMPLE_TENANT.id, displayName: SAMPLE_TENANT.displayName },
        isSample: true,
        oneClick: true,
      })
    if (p === '/api/search/connections')
      return json(
        connections.slice(0, 2).map(({ id, uid, name }) => ({
          id,
          uid,
          name,
          labels: {
            title: 'title',
            url: 'url',
            lastModifiedDateTime: 'modified',
            lastModifiedBy: 'editor',
            containerName: 'folder',
          },
        })),
      )
    if (p === '/v1.0/search/query') {
      const { query, from } = body.requests[0]
      if (query.queryString === 'boom')
        return error(
          400,
          'BadRequest',
          'The query is not valid: unbalanced quotation mark at position 12.',
          'Close the quotation mark or remove it.',
        )
      if (query.queryString === 'slow') await new Promise((r) => setTimeout(r, 4000))
      const all =
        query.queryString === 'nothing'
          ? []
          : Array.from({ length: 34 }, (_, i) => docs[i % 4] as (typeof docs)[number])
      const hits = all.slice(from, from + 10).map(([id, title, conn, by, h, summary], i) => ({
        hitId: `${id}-${from + i}`,
        rank: from + i + 1,
        summary,
        contentSource: conn,
        resource: {
          properties: {
            title,
            url: `https://docs.lumenquay.example/${id}`,
            modified: ago(h),
            editor: by,
            folder: 'Beacon',
            substrateContentDomainId: `${'a'.repeat(32)}@t,${id}`,
          },
        },
      }))
      return json({
        value: [
          {
            searchTerms: [],
            hitsContainers: [
              { total: all.length, moreResultsAvailable: from + 10 < all.length, ...(hits.length ? { hits } : {}) },
            ],
          },
        ],
      })
    }
    if (p.startsWith('/api/items/')) {
      const id = decodeURIComponent(p.split('/')[4] ?? '')
      const d = docs.find(([x]) => x === id) ?? docs[0]
      return json({
        connection: { id: d[2], name: 'Firmware notebook' },
        itemId: id,
        title: d[1],
        url: `https://docs.lumenquay.example/${id}`,
        content:
          'The lens heater kept the lantern clear for six hours at −20 °C. Current draw stayed under 410 mA in all five units.\n\nTwo units showed fog at the lower rim before the duty cycle was raised from 40 to 55 per cent. After that no fog was seen, and the extra draw is within the budget of the winter profile.\n\nNext: repeat with the new gasket, and with spray.',
        properties: [
          { name: 'title', label: 'title', value: d[1] },
          { name: 'url', label: 'url', value: `https://docs.lumenquay.example/${id}` },
          { name: 'editor', label: 'lastModifiedBy', value: d[3] },
          { name: 'tags', value: ['heater', 'winter', 'lens'] },
          { name: 'minutes', value: 360 },
        ],
        modifiedAt: ago(d[4]),
      })
    }
    if (p === '/api/explain') {
      const person = people.find((x) => x.id === body.userId) ?? me
      const firmware = { type: 'group', id: 'g1', displayName: 'Firmware' }
      const engineering = { type: 'group', id: 'g2', displayName: 'Engineering' }
      const entry = { type: 'group', value: 'g2', displayName: 'Engineering', accessType: 'grant' as const }
      const deny = {
        type: 'externalGroup',
        value: 'contractors',
        displayName: 'Contractors',
        accessType: 'deny' as const,
      }
      const ok = person.displayName !== 'Viktor Stahl'
      return json({
        received: true,
        indexed: true,
        served: true,
        permitted: ok,
        ...(ok
          ? {
              because: {
                entry,
                path: [{ type: 'user', id: person.id, displayName: person.displayName }, firmware, engineering],
              },
            }
          : {}),
        entries: [
          { entry, matches: ok, ...(ok ? { path: [firmware, engineering] } : {}) },
          { entry: deny, matches: false },
        ],
        person: { id: person.id, displayName: person.displayName },
      })
    }
    if (p === '/v1.0/users')
      return json({
        value: people.map(({ id, displayName, userPrincipalName }) => ({ id, displayName, userPrincipalName })),
      })
    if (p === '/api/connections') return json({ value: process.env.EMPTY ? [] : connections })
    const m = /^\/api\/connections\/([^/]+)(?:\/(\w+))?$/.exec(p)
    if (m) {
      const c = connections.find((x) => x.id === m[1])
      if (!c)
        return error(404, 'ItemNotFound', 'The requested resource does not exist.', 'Check the id of the connection.')
      if (m[2] === 'refusals')
        return json({
          value: c.counts.refused
            ? [
                {
                  at: ago(1),
                  itemId: 'BCN-099',
                  code: 'InvalidRequest',
                  message:
                    'Property content in payload does not match the schema: severity is a string, the schema says int64.',
                  place: '/properties/severity',
                  fix: 'Send a number, or change the schema before the next run.',
                  appId: c.ownerApp?.appId,
                },
                {
                  at: ago(2),
                  itemId: 'BCN-100',
                  code: 'InvalidRequest',
                  message: 'The access list is missing.',
                  place: '/acl',
                  fix: 'Send at least one entry.',
                  appId: null,
                },
              ]
            : [],
        })
      if (m[2] === 'items')
        return json({
          value: c.counts.received
            ? Array.from({ length: 20 }, (_, i) => ({
                itemId: `BCN-${String(i).padStart(3, '0')}`,
                receivedAt: ago(i),
                access: [
                  { type: 'group', value: 'g', displayName: 'Engineering', accessType: 'grant' },
                  ...(i % 3
                    ? []
                    : [
                        { type: 'externalGroup', value: 'contractors', displayName: 'Contractors', accessType: 'deny' },
                      ]),
                ],
              }))
            : [],
          next: 'x',
        })
      if (req.method === 'PATCH' || req.method === 'DELETE') return json(undefined, 204)
      return json({
        ...c,
        schema:
          c.state === 'draft'
            ? null
            : {
                properties: [
                  {
                    name: 'title',
                    type: 'string',
                    isSearchable: true,
                    isQueryable: true,
                    isRetrievable: true,
                    isRefinable: false,
                    labels: ['title'],
                    aliases: [],
                  },
                  { name: 'url', type: 'string', isRetrievable: true, labels: ['url'], aliases: [] },
                  {
                    name: 'tags',
                    type: 'stringCollection',
                    isQueryable: true,
                    isRetrievable: true,
                    isRefinable: true,
                    labels: [],
                    aliases: ['topic', 'keyword'],
                  },
                ],
              },
        operations: [{ id: '1.neu.0123.4567', status: c.state === 'draft' ? 'inprogress' : 'completed', error: null }],
        authorisedApps: c.ownerApp ? [c.ownerApp] : [],
        activitySettings: null,
        searchSettings: null,
      })
    }
    if (p === '/api/audit') return json({ value: audit, next: null })
    if (p === '/api/events') {
      res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      let n = 31877
      const t = setInterval(() => {
        n = Math.min(48210, n + 640)
        res.write(
          `event: connections\ndata: ${JSON.stringify({ connections: [{ id: 'fieldservice', uid: 'b'.repeat(32), state: 'ready', counts: { received: 48210, indexed: n, refused: 0 }, lastChangeAt: new Date().toISOString(), rate: 640, lag: 48210 - n, etaSeconds: (48210 - n) / 640 }] })}\n\n`,
        )
      }, 1000)
      req.on('close', () => clearInterval(t))
      return
    }
    return error(404, 'NotFound', 'Nothing here.', '')
  }
  return file(p, req, res)
})
let returnTo = '/'
function file(path: string, _: IncomingMessage, res: ServerResponse) {
  const wanted = join(dist, path)
  const real = extname(path) && existsSync(wanted) ? wanted : join(dist, 'index.html')
  res.writeHead(200, {
    'content-type': types[extname(real)] ?? 'application/octet-stream',
    'content-security-policy': CSP,
    'x-content-type-options': 'nosniff',
  })
  res.end(readFileSync(real))
}
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () =>
  console.log(JSON.stringify({ ready: true, url: `http://127.0.0.1:${(server.address() as { port: number }).port}` })),
)
