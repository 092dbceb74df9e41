import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { APP, type FakeServer, jumpseat, SECRET, startFakeServer } from './fake-server.ts'

let server: FakeServer
const scratch = mkdtempSync(join(tmpdir(), 'jumpseat-main-test-'))
beforeAll(async () => {
  server = await startFakeServer()
})
afterAll(() => {
  server.stop()
  rmSync(scratch, { recursive: true })
})

const at = (...words: string[]) => jumpseat([...words, '--data', server.folder])

describe('words', () => {
  it('lists the commands, and one of them', async () => {
    for (const words of [[], ['help'], ['--help'], ['-h']]) {
      expect(await jumpseat(words)).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/serve.*run.*token.*status/s),
      })
    }
    for (const words of [
      ['help', 'run'],
      ['run', '--help'],
      ['run', '-h', '--', 'x'],
    ]) {
      expect((await jumpseat(words)).stdout, words.join(' ')).toContain('Usage: jumpseat run')
    }
  })

  it('prints the version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
    expect((await jumpseat(['--version'])).stdout).toBe(`${version}\n`)
  })

  it('suggests the nearest word', async () => {
    for (const [words, suggestion] of [
      [['statsu'], "'status'"],
      [['rnu'], "'run'"],
      [['status', '--jsn'], "'--json'"],
      [['run', '--ap', 'x', '--', 'y'], "'--app'"],
      [['app', 'crate', 'x'], "'create'"],
      [['app', 'create', 'x', '--as', 'conf.ini'], "'config.ini'"],
    ] as const) {
      const outcome = await jumpseat(words)
      expect(outcome, words.join(' ')).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining(suggestion),
      })
    }
    expect((await jumpseat(['zzzzzzzz'])).stderr).not.toContain('Did you mean')
  })

  it('asks for what is missing', async () => {
    for (const words of [
      ['run'],
      ['run', '--'],
      ['run', 'node', 'x.js'],
      ['run', '--env', 'x', '--', 'y'],
      ['token'],
      ['app'],
      ['index'],
      ['index', 'remove'],
    ]) {
      const outcome = await jumpseat(words)
      expect(outcome, words.join(' ')).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: jumpseat') })
    }
    expect((await jumpseat(['run', 'node', 'x.js'])).stderr).toContain('run -- node x.js')
  })
})

describe('finding the server', () => {
  it('takes --data, else JUMPSEAT_DATA, else the nearest .data upwards', async () => {
    server.answers.set('/api/operator/status', () => ({ body: { tenant: { domain: 'lumenquay.example' } } }))
    expect((await at('status')).code).toBe(0)
    expect((await jumpseat(['status'], { JUMPSEAT_DATA: server.folder })).code).toBe(0)
    mkdirSync(join(scratch, '.data'))
    mkdirSync(join(scratch, 'deep', 'er', '.data'), { recursive: true })
    for (const name of ['server.json', 'operator.token']) {
      writeFileSync(join(scratch, '.data', name), readFileSync(join(server.folder, name)))
    }
    expect((await jumpseat(['status'], {}, undefined, join(scratch, 'deep', 'er'))).code).toBe(0)
  })

  it('says how to start one when none runs', async () => {
    const folder = join(scratch, 'dead')
    mkdirSync(folder)
    const state = JSON.parse(readFileSync(join(server.folder, 'server.json'), 'utf8'))
    const states = [
      '',
      '{',
      '{}',
      JSON.stringify({ ...state, pid: 2 ** 22 + 1 }),
      JSON.stringify({ ...state, url: 'http://127.0.0.1:1' }),
    ]
    for (const text of states) {
      writeFileSync(join(folder, 'server.json'), text)
      const outcome = await jumpseat(['run', '--data', folder, '--', 'echo', 'ran'])
      expect(outcome).toMatchObject({
        ...{ code: 1, stdout: '' },
        stderr: expect.stringContaining('jumpseat serve --sample'),
      })
    }
  })

  it('sends the operator token to this machine only', async () => {
    const folder = join(scratch, 'away')
    mkdirSync(folder)
    const state = JSON.parse(readFileSync(join(server.folder, 'server.json'), 'utf8'))
    for (const away of [{ url: 'http://192.0.2.1:80' }, { httpsUrl: 'https://jumpseat.example:8443' }]) {
      writeFileSync(join(folder, 'server.json'), JSON.stringify({ ...state, ...away }))
      const outcome = await jumpseat(['status', '--data', folder])
      expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining('127.0.0.1') })
    }
  })

  it('speaks TLS to a server without a plain port', async () => {
    const folder = join(scratch, 'secure')
    mkdirSync(folder)
    const state = JSON.parse(readFileSync(join(server.folder, 'server.json'), 'utf8'))
    writeFileSync(join(folder, 'server.json'), JSON.stringify({ ...state, url: null }))
    writeFileSync(join(folder, 'operator.token'), 'operator-secret')
    expect(await jumpseat(['status', '--data', folder])).toMatchObject({ code: 0 })
    expect(server.graph.at(-1)).toMatchObject({ path: '/api/operator/status' })
  })
})

describe('status, token and app', () => {
  it('prints the state of the server', async () => {
    server.answers.set('/api/operator/status', () => ({
      body: { tenant: { domain: 'lumenquay.example' }, feed: { head: 3 } },
    }))
    expect((await at('status')).stdout).toMatch(/tenant\.domain +lumenquay\.example\nfeed\.head +3\n/)
    expect(JSON.parse((await at('status', '--json')).stdout)).toMatchObject({ feed: { head: 3 }, ca: server.ca })
  })

  it('asks for a new index', async () => {
    server.answers.set('/api/operator/index/rebuild', () => ({ status: 202, body: {} }))
    expect(await at('index', 'rebuild')).toMatchObject({ code: 0, stdout: expect.stringContaining('jumpseat status') })
  })

  it('prints a token and nothing else', async () => {
    server.answers.set('/api/operator/token', (body) => ({
      body: { token: `token of ${JSON.stringify(body)}`, expiresIn: 1 },
    }))
    const { stdout } = await at(
      'token',
      'alina.petrescu@lumenquay.example',
      '--app',
      'A',
      '--scope',
      'X',
      '--scope',
      'Y',
    )
    expect(stdout).toBe('token of {"user":"alina.petrescu@lumenquay.example","app":"A","scopes":["X","Y"]}\n')
  })

  it("repeats the server's refusal with its remedy", async () => {
    const error = {
      code: 'TokensAreForDevelopment',
      message: 'Not on this server.',
      innerError: { fix: 'Start with --dev.' },
    }
    server.answers.set('/api/operator/token', () => ({ status: 403, body: { error } }))
    expect(await at('token', 'x')).toMatchObject({
      ...{ code: 1, stdout: '' },
      stderr: 'jumpseat: Not on this server.\n  Start with --dev.\n',
    })
  })

  it('creates an app, prints its secret only when asked, and lists it', async () => {
    const created = await at('app', 'create', 'Harbour desk', '--permission', 'A', '--scope', 'B')
    expect(created).toMatchObject({ code: 0, stdout: expect.stringContaining(APP.appId) })
    expect(created.stdout).not.toContain(SECRET)
    expect(JSON.parse(server.operator.at(-1)?.body ?? '')).toMatchObject({
      permissions: ['A'],
      scopes: ['B'],
      isPublic: false,
    })
    expect((await at('app', 'list')).stdout).toBe(`${APP.appId}  Harbour desk\n`)
    const printed = {
      env: `AZURE_TENANT_ID=tenant-id\nAZURE_CLIENT_ID=app-id\nAZURE_CLIENT_SECRET=${SECRET}\n`,
      'config.ini': `[AZURE]\nCLIENT_ID = app-id\nCLIENT_SECRET = ${SECRET}\nTENANT_ID = tenant-id\n`,
      properties: `app.clientId=app-id\napp.clientSecret=${SECRET}\napp.tenantId=tenant-id\n`,
    }
    for (const [form, text] of Object.entries(printed)) {
      expect((await at('app', 'create', 'Harbour desk', '--as', form)).stdout).toBe(text)
    }
    const module = (await at('app', 'create', 'Harbour desk', '--as', 'env.js')).stdout
    const { appInfo } = await import(`data:text/javascript,${encodeURIComponent(module)}`)
    expect(appInfo).toMatchObject({ appId: 'app-id', tenantId: 'tenant-id', secrets: [{ value: SECRET }] })
  })
})
