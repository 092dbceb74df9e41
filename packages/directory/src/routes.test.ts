import { type AppId, CodedError, envelopeOf, type ObjectId, type TenantId } from '@jumpseat/wire'
import fc from 'fast-check'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Caller,
  createSampleOrganisation,
  type DirectoryRole,
  directoryRoutes,
  type Filter,
  sampleId,
} from './index.ts'
import { parseFilter, passes } from './routes/filter.ts'
import { openDirectory } from './test/fixture.ts'

let house: Awaited<ReturnType<typeof openDirectory>>
let app: FastifyInstance
let tenantId: TenantId
let caller: Caller | undefined

const KENJI = sampleId('user', 'Kenji Watari') as ObjectId
const MAREN = sampleId('user', 'Maren Voss') as ObjectId
const VIKTOR = sampleId('user', 'Viktor Stahl') as ObjectId
const INGRID = sampleId('user', 'Ingrid Solberg') as ObjectId
const ENGINEERING = sampleId('group', 'Engineering')
const FIRMWARE = sampleId('group', 'Firmware')
const UNKNOWN = '00000000-1111-4111-8111-000000000000'

beforeAll(async () => {
  house = await openDirectory()
  tenantId = (await createSampleOrganisation(house.directory)).id
  app = fastify()
  app.addHook('onRequest', async (request) => {
    if (caller) request.caller = caller
  })
  app.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof CodedError)) throw error
    const ids = { requestId: 'r', clientRequestId: 'r' }
    return reply.code(error.status).send(envelopeOf(error, ids, new Date(0)))
  })
  await app.register(directoryRoutes({ directory: house.directory }), { prefix: '/v1.0' })
})
afterAll(async () => {
  await app.close()
  await house.close()
})
beforeEach(() => {
  caller = undefined
})

const APP_ID = sampleId('app', 'Lantern line') as AppId
function signIn(objectId: ObjectId, scopes: string, roles: readonly DirectoryRole[] = []): void {
  const user = house.directory.user(tenantId, objectId)
  caller = {
    tenantId,
    kind: 'user',
    objectId,
    appId: APP_ID,
    scopes: new Set(scopes.split(' ')),
    permissions: new Set(),
    isGuest: user?.userType === 'Guest',
    roles: new Set(roles),
    name: user?.userPrincipalName ?? '',
  }
}
function asApp(permissions: string, tenant = tenantId): void {
  caller = {
    tenantId: tenant,
    kind: 'app',
    objectId: sampleId('service-principal', 'Lantern line') as ObjectId,
    appId: APP_ID,
    scopes: new Set(),
    permissions: new Set(permissions.split(' ')),
    isGuest: false,
    roles: new Set(),
    name: 'Lantern line',
  }
}

interface Answer {
  readonly status: number
  // The shapes under test are asserted member by member.
  readonly body: { [name: string]: unknown; value?: { id: string; displayName: string }[]; error?: { code: string } }
  readonly text: string
}
async function ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object): Promise<Answer> {
  const headers = { host: 'graph.microsoft.com' }
  const answer = await app.inject({ method, url: `/v1.0${url}`, headers, ...(payload ? { payload } : {}) })
  const isJson = String(answer.headers['content-type']).includes('json')
  return { status: answer.statusCode, body: isJson ? answer.json() : {}, text: answer.body }
}
const get = (url: string) => ask('GET', url)
const names = ({ body }: Answer) => body.value?.map(({ displayName }) => displayName)

describe('GET /me', () => {
  it('answers with the default properties, in canonical form', async () => {
    signIn(KENJI, 'User.Read')
    expect((await get('/me')).body).toEqual({
      '@odata.context': 'http://graph.microsoft.com/v1.0/$metadata#users/$entity',
      id: KENJI,
      businessPhones: [],
      displayName: 'Kenji Watari',
      givenName: 'Kenji',
      jobTitle: 'Firmware Lead',
      mail: 'kenji.watari@lumenquay.example',
      mobilePhone: null,
      officeLocation: null,
      preferredLanguage: null,
      surname: 'Watari',
      userPrincipalName: 'kenji.watari@lumenquay.example',
    })
  })

  it('gives what $select names, and only that', async () => {
    signIn(KENJI, 'User.Read')
    const { body } = await get('/me?$select=department,userType')
    expect(body).toEqual({
      '@odata.context': 'http://graph.microsoft.com/v1.0/$metadata#users(department,userType)/$entity',
      department: 'Engineering',
      userType: 'Member',
    })
  })

  it('needs a person and a scope', async () => {
    expect((await get('/me')).status).toBe(401)
    asApp('User.Read.All')
    expect(await get('/me')).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } })
    signIn(KENJI, 'openid')
    expect(await get('/me')).toMatchObject({ status: 403, body: { error: { code: 'Authorization_RequestDenied' } } })
  })

  it('lists groups directly and transitively', async () => {
    signIn(KENJI, 'User.Read')
    expect(names(await get('/me/memberOf'))).toEqual(['Firmware'])
    expect(names(await get('/me/transitiveMemberOf'))).toEqual(['Engineering', 'Firmware', 'Project Beacon'])
    expect(names(await get('/me/transitiveMemberOf/microsoft.graph.group?$top=1&$count=true'))).toEqual(['Engineering'])
    const filtered = await get(`/me/transitiveMemberOf?$filter=displayName eq 'project beacon'&$select=id,displayName`)
    expect(filtered.body.value).toEqual([
      {
        '@odata.type': '#microsoft.graph.group',
        id: sampleId('group', 'Project Beacon'),
        displayName: 'Project Beacon',
      },
    ])
  })
})

describe('GET /users', () => {
  it('pages through everyone once, by name, with absolute links on the host that was asked', async () => {
    asApp('User.Read.All')
    const seen: string[] = []
    let next: string | undefined = '/users?$top=15&$count=true'
    while (next) {
      const { body } = await get(next)
      expect(body['@odata.count']).toBe(40)
      seen.push(...(body.value ?? []).map(({ displayName }) => displayName))
      const link = body['@odata.nextLink'] as string | undefined
      if (link) expect(link).toMatch(/^http:\/\/graph\.microsoft\.com\/v1\.0\/users\?/)
      next = link?.replace(/^.*\/v1\.0/, '')
    }
    expect(seen).toHaveLength(40)
    expect(new Set(seen).size).toBe(40)
    expect(seen[0]).toBe('Ahmed Farouk')
  })

  it.each([
    [`userPrincipalName eq 'MAREN.voss@lumenquay.example'`, ['Maren Voss']],
    [`mail eq 'maren.voss@lumenquay.example'`, ['Maren Voss']],
    [`id eq '${MAREN.toUpperCase()}'`, ['Maren Voss']],
    [`displayName eq 'O''Neil'`, []],
    [`startswith(displayName,'ma')`, ['Marcus Webb', 'Maren Voss', 'Mateo Rojas']],
    [`startswith(displayName,'%')`, []],
    [
      `startswith(displayName,'Ma') and (department eq 'Sales' or department eq 'Leadership')`,
      ['Maren Voss', 'Mateo Rojas'],
    ],
    [`userType eq 'Guest' and accountEnabled eq true`, ['Dana Whitfield', 'Viktor Stahl']],
    [`displayName in ('Maren Voss', 'Mei Tanaka')`, ['Maren Voss', 'Mei Tanaka']],
    [`officeLocation ne null`, 400],
    [`endswith(mail,'x')`, 400],
    [`password eq 'x'`, 400],
    [`displayName eq 'x' nonsense`, 400],
    [`displayName eq`, 400],
    [`displayName eq 'open`, 400],
    ['('.repeat(5000), 400],
    [Array.from({ length: 201 }, () => `id eq 'x'`).join(' or '), 400],
    [`displayName in (${Array.from({ length: 200 }, () => `'x'`).join(',')})`, []],
  ])('$filter=%s', async (filter, expected) => {
    asApp('User.Read.All')
    const answer = await get(`/users?$filter=${encodeURIComponent(filter)}`)
    if (typeof expected === 'number') {
      expect(answer).toMatchObject({
        status: 400,
        body: { error: { code: 'Request_UnsupportedQuery', target: '$filter' } },
      })
    } else {
      expect(names(answer)).toEqual(expected)
      expect((await get(`/users/$count?$filter=${encodeURIComponent(filter)}`)).text).toBe(String(expected.length))
    }
  })

  it('reads any filter or refuses it, and agrees with itself about one entity', async () => {
    const words = [
      '(',
      ')',
      ',',
      ' and ',
      ' or ',
      ' eq ',
      ' in ',
      'startswith',
      'displayName',
      'userType',
      'id',
      "'Guest'",
    ]
    const pieces = fc.oneof(fc.constantFrom(...words, "'ma'", "'%'", 'null', 'true'), fc.string({ maxLength: 3 }))
    const shapes = [
      `userType eq 'Guest'`,
      `startswith(displayName,'ma')`,
      `displayName in ('Maren Voss',null)`,
      `id eq null`,
    ]
    const joins = fc.tuple(fc.constantFrom(...shapes), fc.constantFrom('and', 'or'), fc.constantFrom(...shapes))
    const sources = fc.oneof(
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
      joins.map(([left, join, right]) => `${left} ${join} (${right})`),
    )
    const everyone = house.directory.users(tenantId, { limit: 100 })
    let read = 0
    const check = fc.property(sources, (source) => {
      let filter: Filter
      try {
        filter = parseFilter(source, ['id', 'displayName', 'userType'])
      } catch (error) {
        expect(error).toBeInstanceOf(CodedError)
        return
      }
      read++
      const listed = house.directory.users(tenantId, { filter, limit: 100 }).map(({ id }) => id)
      expect(listed).toEqual(everyone.filter((user) => passes(user, filter)).map(({ id }) => id))
    })
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
    console.log(`filters: SEED=${seed}`)
    fc.assert(check, { seed, numRuns: 300 })
    expect(read).toBeGreaterThan(50)
  })

  it('searches the words of a name', async () => {
    asApp('User.Read.All')
    expect(names(await get('/users?$search="displayName:vos"'))).toEqual(['Maren Voss'])
    expect(names(await get('/users?$search="displayName:vos" OR "displayName:stahl"'))).toEqual([
      'Maren Voss',
      'Viktor Stahl',
    ])
    expect((await get('/users?$search=vos')).status).toBe(400)
  })

  it('shows names and mail only to User.ReadBasic.All, and filters by no more', async () => {
    signIn(KENJI, 'User.ReadBasic.All')
    const { body } = await get(`/users/${MAREN}`)
    expect(body.displayName).toBe('Maren Voss')
    expect(body).not.toHaveProperty('jobTitle')
    expect((await get(`/users/${MAREN}?$select=department`)).body).not.toHaveProperty('department')
    expect((await get(`/users?$filter=department eq 'Finance'`)).status).toBe(400)
  })

  it('refuses a guest and a person without the scope, but lets them read themselves', async () => {
    signIn(VIKTOR, 'User.Read User.Read.All Group.Read.All')
    for (const url of ['/users', '/users/$count', `/users/${MAREN}`, '/groups', `/groups/${FIRMWARE}/members`]) {
      expect([url, (await get(url)).status]).toEqual([url, 403])
    }
    expect((await get(`/users/${VIKTOR}/memberOf`)).status).toBe(200)
    expect((await get('/me')).body.jobTitle).toBe('Harbour Consultant')
    signIn(KENJI, 'User.Read')
    expect((await get('/users/kenji.watari@lumenquay.example')).status).toBe(200)
    const [known, unknown] = [await get(`/users/${MAREN}`), await get(`/users/${UNKNOWN}`)]
    expect(known.status).toBe(403)
    expect(known.text).toBe(unknown.text)
  })

  it('answers 404 as Graph does, the same for a user of another tenant', async () => {
    asApp('User.Read.All')
    const { status, body } = await get(`/users/${UNKNOWN}`)
    expect(status).toBe(404)
    expect(body.error).toMatchObject({
      code: 'Request_ResourceNotFound',
      message: `Resource '${UNKNOWN}' does not exist or one of its queried reference-property objects are not present.`,
    })
    asApp('User.Read.All', await house.newTenant('elsewhere.example'))
    expect((await get(`/users/${MAREN}`)).body.error?.code).toBe('Request_ResourceNotFound')
    expect(names(await get('/users'))).toEqual([])
  })
})

describe('GET /groups', () => {
  it('lists, counts and gives one', async () => {
    asApp('Group.Read.All')
    expect(names(await get(`/groups?$filter=startswith(displayName,'F')`))).toEqual([
      'Field Service',
      'Finance',
      'Firmware',
    ])
    expect((await get('/groups/$count')).text).toBe('12')
    expect((await get(`/groups/${FIRMWARE}`)).body).toMatchObject({
      id: FIRMWARE,
      securityEnabled: true,
      groupTypes: [],
    })
    expect((await get(`/groups/${UNKNOWN}/members`)).status).toBe(404)
  })

  it('lists members of both kinds, and those inside', async () => {
    asApp('Group.Read.All User.Read.All')
    const direct = (await get(`/groups/${ENGINEERING}/members`)).body.value
    expect(
      direct?.map((entry) => [(entry as object as Record<string, string>)['@odata.type'], entry.displayName]),
    ).toEqual([
      ['#microsoft.graph.group', 'Firmware'],
      ['#microsoft.graph.group', 'Optics'],
      ['#microsoft.graph.group', 'Platform'],
      ['#microsoft.graph.user', 'Priya Raman'],
    ])
    expect(names(await get(`/groups/${ENGINEERING}/transitiveMembers?$top=999`))).toHaveLength(15)
    expect((await get(`/groups/${ENGINEERING}/transitiveMembers/$count`)).text).toBe('15')
  })
})

describe('GET /organization', () => {
  it('tells about the own tenant only', async () => {
    signIn(KENJI, 'User.Read')
    expect((await get('/organization')).body.value).toMatchObject([{ id: tenantId, displayName: 'Lumen Quay' }])
    expect((await get(`/organization/${UNKNOWN}`)).status).toBe(404)
  })
})

describe('writes', () => {
  const admin = () => signIn(INGRID, 'Directory.ReadWrite.All User.Read', ['globalAdministrator'])
  const ada = { displayName: 'Test Person', userPrincipalName: 'Test.Person@lumenquay.example', somethingUnknown: 1 }

  it('need scope and role from people, the permission alone from apps', async () => {
    signIn(INGRID, 'User.Read.All', ['globalAdministrator'])
    expect((await ask('POST', '/users', ada)).status).toBe(403)
    signIn(KENJI, 'User.ReadWrite.All')
    expect(await ask('POST', '/users', ada)).toMatchObject({
      status: 403,
      body: { error: { details: [{ code: 'missingRole', message: 'globalAdministrator' }] } },
    })
    asApp('User.ReadWrite.All')
    expect((await ask('POST', '/groups', { displayName: 'G' })).status).toBe(403)
    const made = await ask('POST', '/users', ada)
    expect(made.status).toBe(201)
    expect((await ask('DELETE', `/users/${made.body.id}`)).status).toBe(204)
  })

  it('make, change and delete a user, and record each with who, what, before and after', async () => {
    admin()
    const made = await ask('POST', '/users', { ...ada, passwordProfile: { password: 'correct horse' } })
    const id = made.body.id as ObjectId
    expect(made.body.userPrincipalName).toBe(ada.userPrincipalName)
    expect(await house.directory.isPassword(tenantId, id, 'correct horse')).toBe(true)
    expect((await ask('PATCH', `/users/${id}`, { JobTitle: 'Tester', accountEnabled: 'False' })).status).toBe(204)
    expect(house.directory.user(tenantId, id)).toMatchObject({ jobTitle: 'Tester', accountEnabled: false })
    expect((await ask('DELETE', `/users/${id}`)).status).toBe(204)
    expect((await ask('DELETE', `/users/${id}`)).status).toBe(404)
    const records = house.audit.list(tenantId, { limit: 4 })
    expect(records.map(({ action }) => action)).toEqual([
      'user.delete',
      'user.update',
      'user.password.reset',
      'user.create',
    ])
    expect(records[1]).toMatchObject({
      actor: { id: INGRID, roles: ['globalAdministrator'], appId: APP_ID },
      object: { type: 'user', id },
      before: { jobTitle: null, accountEnabled: true },
      after: { jobTitle: 'Tester', accountEnabled: false },
      address: '127.0.0.1',
    })
    expect(records[1]?.requestId).toBeTruthy()
    expect(JSON.stringify(records)).not.toContain('correct horse')
  })

  it.each([
    [{ displayName: 'X' }, '/userPrincipalName'],
    [{ userPrincipalName: 'x@y.example' }, '/displayName'],
    [{ displayName: ' ', userPrincipalName: 'x@y.example' }, '/displayName'],
    [{ displayName: 'X', userPrincipalName: 'not an address' }, '/userPrincipalName'],
    [{ displayName: 'X', userPrincipalName: 'x@y.example', userType: 'Robot' }, '/userType'],
    [{ displayName: 'X', userPrincipalName: 'x@y.example', accountEnabled: 1 }, '/accountEnabled'],
  ])('refuse %j with the place', async (body, target) => {
    admin()
    expect(await ask('POST', '/users', body)).toMatchObject({
      status: 400,
      body: { error: { code: 'Request_BadRequest', target } },
    })
  })

  it('refuse a principal name that is taken, in any case, also when it changes', async () => {
    admin()
    const taken = { displayName: 'X', userPrincipalName: 'MAREN.VOSS@lumenquay.example' }
    const message = 'Another object with the same value for property userPrincipalName already exists.'
    expect(await ask('POST', '/users', taken)).toMatchObject({ status: 400, body: { error: { message } } })
    expect(await ask('PATCH', `/users/${KENJI}`, taken)).toMatchObject({ status: 400, body: { error: { message } } })
    expect((await ask('PATCH', `/users/${MAREN}`, { userPrincipalName: taken.userPrincipalName })).status).toBe(204)
    await ask('PATCH', `/users/${MAREN}`, { userPrincipalName: 'maren.voss@lumenquay.example' })
  })

  it('add and remove members at once, and end access with the group', async () => {
    admin()
    const { body } = await ask('POST', '/groups', {
      displayName: 'Test group',
      mailNickname: 'x',
      securityEnabled: true,
    })
    const group = body.id as ObjectId
    const reference = (id: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` })
    const isIn = () => house.directory.membershipOf(tenantId, KENJI).groups.has(group)
    const members = `/groups/${group}/members`

    expect((await ask('POST', `${members}/$ref`, reference(FIRMWARE))).status).toBe(204)
    expect(isIn()).toBe(true)
    expect((await ask('POST', `${members}/$ref`, reference(FIRMWARE))).body.error?.code).toBe('Request_BadRequest')
    expect((await ask('DELETE', `${members}/${FIRMWARE}/$ref`)).status).toBe(204)
    expect(isIn()).toBe(false)
    expect((await ask('DELETE', `${members}/${FIRMWARE}/$ref`)).status).toBe(404)
    expect((await ask('POST', `${members}/$ref`, reference(UNKNOWN))).status).toBe(404)
    expect((await ask('POST', `${members}/$ref`, { '@odata.id': 'nothing' })).status).toBe(400)

    await ask('POST', `${members}/$ref`, reference(KENJI))
    expect(isIn()).toBe(true)
    expect((await ask('PATCH', `/groups/${group}`, { description: 'Changed' })).status).toBe(204)
    expect((await ask('DELETE', `/groups/${group}`)).status).toBe(204)
    expect(isIn()).toBe(false)
  })
})
