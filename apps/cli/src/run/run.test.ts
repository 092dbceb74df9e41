import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CONNECTOR_PERMISSIONS } from '../apps.ts'
import { APP, type FakeServer, jumpseat, listen, SECRET, startFakeServer } from '../fake-server.ts'

let server: FakeServer
const scratch = mkdtempSync(join(tmpdir(), 'jumpseat-run-test-'))
const userProxy = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`)
  response.end('through the proxy')
})
const asked: string[] = []
let userProxyUrl = ''

beforeAll(async () => {
  server = await startFakeServer()
  userProxy.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`)
    socket.end('HTTP/1.1 503 Not now\r\n\r\n')
  })
  userProxyUrl = `http://127.0.0.1:${await listen(userProxy)}`
})
afterAll(() => {
  server.stop()
  userProxy.close()
  rmSync(scratch, { recursive: true })
})
beforeEach(() => {
  server.graph.length = 0
  server.operator.length = 0
  asked.length = 0
})

const run = (command: readonly string[], env: Record<string, string> = {}, options: readonly string[] = []) =>
  jumpseat(['run', '--data', server.folder, ...options, '--', ...command], env)

function program(name: string, text: string): string {
  const path = join(scratch, name)
  writeFileSync(path, text)
  return path
}

const isInstalled = (name: string) => spawnSync(name, ['--version']).status === 0
const nodes = [
  ...new Set(['/usr/bin/node', '/usr/local/bin/node', ...(process.env.JUMPSEAT_TEST_NODES ?? '').split(':')]),
]
  .filter((path) => path !== '' && spawnSync(path, ['--version']).status === 0)
  .concat(process.execPath)

// Every way by which a Node program opens a connection. Prints what each was answered.
const CLIENTS = program(
  'clients.cjs',
  `const https = require('node:https'), http2 = require('node:http2'), tls = require('node:tls'), net = require('node:net')
const { Worker, isMainThread, parentPort } = require('node:worker_threads')
const { execFileSync } = require('node:child_process')
const GRAPH = 'https://graph.microsoft.com/v1.0/external/connections'
const LOGIN = 'https://login.microsoftonline.com/t/oauth2/v2.0/token'
const body = (response) => new Promise((done) => { let text = ''; response.on('data', (part) => { text += part }).on('end', () => done(text)) })
const raw = (socket, host) => new Promise((done, fail) => { socket.on('error', fail)
  socket.on('secureConnect', () => socket.write('GET /raw HTTP/1.1\\r\\nhost: ' + host + '\\r\\nconnection: close\\r\\n\\r\\n'))
  body(socket).then((text) => done(text.split('\\r\\n').at(-1) || text.split('\\r\\n').at(-4))) })
const WAYS = {
  fetch: async () => (await fetch(LOGIN, { method: 'POST', body: 'grant_type=client_credentials' })).text(),
  https: () => new Promise((done, fail) => https.get(GRAPH, (r) => done(body(r))).on('error', fail)),
  agent: () => new Promise((done, fail) => https.get(GRAPH, { agent: new https.Agent({ maxSockets: 1 }), family: 4 }, (r) => done(body(r))).on('error', fail)),
  dotted: () => new Promise((done, fail) => https.get('https://GRAPH.microsoft.com./x', { servername: 'graph.microsoft.com' }, (r) => done(body(r))).on('error', fail)),
  lookup: () => new Promise((done, fail) => https.get(GRAPH, { lookup: (h, o, cb) => cb(new Error('asked the DNS')) }, (r) => done(body(r))).on('error', fail)),
  tls: () => raw(tls.connect({ host: 'graph.microsoft.com', port: 443, servername: 'graph.microsoft.com' }), 'graph.microsoft.com'),
  positional: () => raw(tls.connect(443, 'graph.microsoft.com', { servername: 'graph.microsoft.com' }), 'graph.microsoft.com'),
  upgraded: () => new Promise((done, fail) => { const plain = net.connect(443, 'graph.microsoft.com', () => done(raw(tls.connect({ socket: plain, servername: 'graph.microsoft.com' }), 'graph.microsoft.com'))); plain.on('error', fail) }),
  socket: () => new Promise((done, fail) => { const plain = new net.Socket(); plain.on('error', fail); plain.connect('443', 'graph.microsoft.com', () => done(raw(tls.connect({ socket: plain, servername: 'graph.microsoft.com' }), 'graph.microsoft.com'))) }),
}
const REFUSED = {
  port80: () => new Promise((done) => net.connect(80, 'graph.microsoft.com').on('error', (e) => done(e.code)).on('connect', () => done('connected'))),
  port8443: () => fetch('https://login.microsoftonline.com:8443/').then(() => 'connected', (e) => e.cause.code),
}
async function all() {
  const results = {}
  for (const [name, way] of Object.entries({ ...WAYS, ...REFUSED })) results[name] = await Promise.resolve().then(way).catch((e) => 'error ' + (e.cause || e))
  return results
}
if (!isMainThread) all().then((results) => parentPort.postMessage(results))
else if (process.argv[2] === 'child') all().then((results) => console.log(JSON.stringify(results)))
else all().then(async (main) => {
  const worker = await new Promise((done) => new Worker(__filename).on('message', done))
  const child = JSON.parse(execFileSync(process.execPath, [__filename, 'child'], { encoding: 'utf8' }))
  console.log(JSON.stringify({ main, worker, child }))
})`,
)
const ANSWERED = {
  ...{ fetch: expect.stringContaining('access_token'), https: expect.stringContaining('graph.microsoft.com') },
  ...Object.fromEntries(
    ['agent', 'dotted', 'lookup', 'tls', 'positional', 'upgraded', 'socket'].map((name) => [
      name,
      expect.stringMatching(/graph\.microsoft\.com/i),
    ]),
  ),
  ...{ port80: 'ECONNREFUSED', port8443: 'ECONNREFUSED' },
}

describe('run: Node programs', () => {
  for (const node of nodes) {
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
    it(`serves every kind of connection of Node ${version}, in workers and child processes too`, async () => {
      const { code, stdout, stderr } = await run([node, CLIENTS])
      expect(stderr).toBe('')
      expect(JSON.parse(stdout)).toEqual({ main: ANSWERED, worker: ANSWERED, child: ANSWERED })
      expect(code).toBe(0)
      expect(server.graph).toHaveLength(3 * 9)
    })
  }

  it("keeps the program's own NODE_OPTIONS and preloads", async () => {
    const preload = program('preload.cjs', 'globalThis.preloaded = true')
    const script = 'console.log(preloaded, process.title)'
    const { stdout } = await run([process.execPath, '-e', script], {
      NODE_OPTIONS: `--title=mine --require ${preload}`,
    })
    expect(stdout).toBe('true mine\n')
  })

  it('works with the clients that connectors are written with', async () => {
    const script = program(
      'azure.mjs',
      `import { createRequire } from 'node:module'
const require = createRequire(${JSON.stringify(import.meta.url)})
const { ClientSecretCredential } = require('@azure/identity')
const { Client } = require('@microsoft/microsoft-graph-client')
const { TokenCredentialAuthenticationProvider } = require('@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials')
const undici = require('undici')
const { AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, https_proxy } = process.env
const credential = new ClientSecretCredential('11111111-1111-4111-8111-111111111111', AZURE_CLIENT_ID, AZURE_CLIENT_SECRET)
const authProvider = new TokenCredentialAuthenticationProvider(credential, { scopes: ['https://graph.microsoft.com/.default'] })
console.log((await Client.initWithMiddleware({ authProvider }).api('/external/connections').get()).served)
const headers = { authorization: 'Bearer t' }
for (const dispatcher of [undefined, new undici.ProxyAgent(https_proxy)]) {
  console.log((await (await undici.fetch('https://graph.microsoft.com/x', { headers, dispatcher })).json()).served)
}`,
    )
    const { stdout, stderr, code } = await run([process.execPath, script])
    expect([stdout, stderr, code]).toEqual(['graph.microsoft.com\n'.repeat(3), '', 0])
    const [token, ...calls] = server.graph
    expect(new URLSearchParams(token?.body).get('client_secret')).toBe(SECRET)
    expect(calls.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer t'))
  })
})

describe('run: programs in other languages', () => {
  it.skipIf(!isInstalled('curl'))('serves curl', async () => {
    const { stdout, code } = await run(['curl', '-sS', 'https://graph.microsoft.com/v1.0/x'])
    expect([JSON.parse(stdout), code]).toEqual([{ served: 'graph.microsoft.com' }, 0])
  })

  describe.skipIf(!isInstalled('python3'))('Python', () => {
    const python = (name: string, text: string) => ['python3', program(name, text)]

    it('is served in urllib, in requests where it is installed, and below them', async () => {
      const script = String.raw`
import asyncio, json, os, socket, ssl, urllib.request
print(json.load(urllib.request.urlopen("https://graph.microsoft.com/v1.0/x"))["served"])
try:
    import requests
except ImportError:
    print("login.microsoftonline.com")
else:
    print(requests.get("https://login.microsoftonline.com/x").json()["served"])
REQUEST = b"GET /x HTTP/1.1\r\nhost: graph.microsoft.com\r\nconnection: close\r\n\r\n"
async def streams():
    reader, writer = await asyncio.open_connection("graph.microsoft.com", 443, ssl=True)
    writer.write(REQUEST)
    print("served" in (await reader.read()).decode())
asyncio.run(streams())
with ssl.create_default_context().wrap_socket(socket.socket(), server_hostname="graph.microsoft.com") as secure:
    secure.connect(("graph.microsoft.com", 443))
    secure.sendall(REQUEST)
    print("HTTP/1.1 200" in secure.recv(100).decode())
for port in (80, 8443):
    try:
        socket.create_connection(("login.microsoftonline.com", port))
    except ConnectionRefusedError as error:
        print(error)
print("graph.microsoft.com" in urllib.request.getproxies()["no"], "graph" in os.environ["NO_PROXY"])`
      const { stdout, stderr } = await run(python('clients.py', script))
      const refused = 'jumpseat run: only port 443 of this host is served'
      expect([stdout.trim().split('\n'), stderr]).toEqual([
        ['graph.microsoft.com', 'login.microsoftonline.com', 'True', 'True', refused, refused, 'True False'],
        '',
      ])
    })

    it('is served by the proxy where it reads nothing of PYTHONPATH', async () => {
      const script = 'import urllib.request as u; print(u.urlopen("https://graph.microsoft.com/a").read().decode())'
      expect((await run(['python3', '-I', '-c', script], { no_proxy: '*' })).stdout).toContain('served')
    })

    it("keeps the user's own PYTHONPATH and sitecustomize", async () => {
      program('sitecustomize.py', 'import builtins; builtins.own = "kept"')
      program('own_module.py', 'name = "found"')
      const script = 'import own_module, sitecustomize; print(own, own_module.name, sitecustomize.__file__)'
      const { stdout } = await run(['python3', '-c', script], { PYTHONPATH: scratch })
      expect(stdout).toBe(`kept found ${join(scratch, 'sitecustomize.py')}\n`)
    })
  })

  it.skipIf(!isInstalled('java'))('serves both clients of Java', async () => {
    const script = program(
      'Clients.java',
      `import java.net.*; import java.net.http.*;
class Clients { public static void main(String[] a) throws Exception {
  var request = HttpRequest.newBuilder(URI.create("https://graph.microsoft.com/v1.0/x")).build();
  System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
  System.out.println(new String(new URL("https://login.microsoftonline.com/x").openStream().readAllBytes()));
  System.out.println(System.getProperty("user.own")); } }`,
    )
    const { stdout } = await run(['java', script], { JAVA_TOOL_OPTIONS: '-Duser.own=kept -Dhttp.nonProxyHosts=*' })
    expect(stdout).toBe('{"served":"graph.microsoft.com"}\n{"served":"login.microsoftonline.com"}\nkept\n')
  })

  it.skipIf(!isInstalled('java') || !isInstalled('curl'))('leaves them the roots of the system', async () => {
    const script = program(
      'Roots.java',
      `import java.security.*; import java.util.*; import javax.net.ssl.*;
class Roots { public static void main(String[] a) throws Exception {
  var trust = TrustManagerFactory.getInstance("PKIX"); trust.init((KeyStore) null);
  System.out.println(((X509TrustManager) trust.getTrustManagers()[0]).getAcceptedIssuers().length); } }`,
    )
    expect(Number((await run(['java', script])).stdout)).toBeGreaterThan(20)
    const { stdout } = await run(['sh', '-c', 'grep -c BEGIN "$SSL_CERT_FILE"; grep -c BEGIN "$NODE_EXTRA_CA_CERTS"'])
    expect(Number(stdout.split('\n')[0])).toBeGreaterThan(20)
  })
})

describe('run: nothing of a listed host leaves this machine', () => {
  const LEAKY: Record<string, string>[] = [
    { NO_PROXY: '*', no_proxy: '*' },
    { NO_PROXY: 'graph.microsoft.com,.microsoftonline.com,microsoft.com' },
    { no_proxy: '*.microsoft.com' },
  ]
  for (const env of LEAKY) {
    it(`with ${JSON.stringify(env)} and a proxy of the user's own`, async () => {
      const script = `fetch('https://graph.microsoft.com/a').then((r) => r.text()).then(console.log)`
      const commands = [
        [process.execPath, '-e', script],
        ['curl', '-sS', 'https://login.microsoftonline.com/a'],
        ['python3', '-c', 'import urllib.request as u; print(u.urlopen("https://graph.microsoft.com/a").read())'],
      ].filter(([name]) => isInstalled(name ?? ''))
      for (const command of commands) {
        const own = {
          HTTPS_PROXY: userProxyUrl,
          https_proxy: userProxyUrl,
          ALL_PROXY: userProxyUrl,
          HTTP_PROXY: userProxyUrl,
        }
        const { stdout, code } = await run(command, { ...own, ...env })
        expect([code, stdout], command[0]).toEqual([0, expect.stringContaining('served')])
      }
      expect(server.graph).toHaveLength(commands.length)
      expect(asked).toEqual([])
    })
  }

  it.skipIf(!isInstalled('curl'))('refuses other ports and plain http', async () => {
    const own = { HTTPS_PROXY: userProxyUrl, http_proxy: userProxyUrl }
    for (const url of [
      'http://graph.microsoft.com/',
      'https://graph.microsoft.com:8443/',
      'http://graph.microsoft.com:443/',
    ]) {
      const { code, stdout } = await run(['curl', '-sS', '-f', url], own)
      expect([code === 0, stdout], url).toEqual([false, ''])
    }
    expect(asked).toEqual([])
    expect(server.graph).toEqual([])
  })

  it.skipIf(!isInstalled('curl'))('passes other hosts on by the proxy of the user', async () => {
    await run(['curl', '-sS', 'https://other.example/'], { HTTPS_PROXY: userProxyUrl })
    const { stdout } = await run(['curl', '-sS', 'http://other.example/a?b'], { http_proxy: userProxyUrl })
    expect(asked).toEqual(['CONNECT other.example:443', 'GET http://other.example/a?b'])
    expect(stdout).toBe('through the proxy')
  })
})

describe('run: the program is itself', () => {
  const js = (script: string) => [process.execPath, '-e', script]

  it('gives it standard input and output and its exit code', async () => {
    expect(await run(js('console.log("out"); console.error("err"); process.exitCode = 37'))).toEqual({
      ...{ code: 37, signal: null },
      ...{ stdout: 'out\n', stderr: 'err\n' },
    })
    expect(
      (await run(js('console.log(process.argv.slice(1).join("|"))').concat('--', 'a b', '--app', '*'))).stdout,
    ).toBe('a b|--app|*\n')
  })

  it('ends by the signal that ended it', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGSEGV'] as const) {
      expect(await run(js(`process.kill(process.pid, '${signal}'); setInterval(() => {}, 1e3)`))).toMatchObject({
        code: null,
        signal,
      })
    }
  })

  it('says 128 and the number of a signal that cannot end itself', async () => {
    expect(await run(['sh', '-c', 'trap - PIPE; kill -PIPE $$'])).toMatchObject({ code: 128 + 13 })
  })

  it('passes signals on', async () => {
    const script = `for (const s of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2']) process.on(s, () => { console.log(s); process.exit(5) })
      setInterval(() => {}, 1e3); console.log('ready')`
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2'] as const) {
      let isSent = false
      const outcome = await jumpseat(['run', '--data', server.folder, '--', ...js(script)], {}, (pid) => {
        if (!isSent) process.kill(pid, signal)
        isSent = true
      })
      expect(outcome).toMatchObject({ code: 5, stdout: `ready\n${signal}\n` })
    }
  })

  it('says what is wrong when it cannot be started', async () => {
    expect(await run(['no-such-program-anywhere'])).toMatchObject({
      code: 127,
      stderr: expect.stringContaining('PATH'),
    })
    expect(await run([scratch])).toMatchObject({ code: 126 })
  })

  it('leaves no files behind, however it ends', async () => {
    for (const end of ['exit 0', 'kill -TERM $$', 'kill -KILL $$']) {
      const { stdout } = await run(['sh', '-c', `echo "$SSL_CERT_FILE"; ${end}`])
      expect(stdout).toContain('bundle.pem')
      expect(() => statSync(stdout.trim()), end).toThrow('ENOENT')
    }
  })
})

describe('run: credentials', () => {
  const print = [process.execPath, '-p', 'JSON.stringify(process.env)']

  it('are in the environment under the names that connectors read, and nowhere else', async () => {
    const { stdout, stderr } = await run(print, {}, [
      '--verbose',
      '--env',
      'MINE={clientId}/{tenantId}',
      '--env',
      'KEY={clientSecret}',
    ])
    const names = [
      'AZURE_CLIENT_SECRET',
      'ENTRA_APP_CLIENT_SECRET',
      'MicrosoftAppPassword',
      'AzureAd__ClientSecret',
      'KEY',
    ]
    for (const name of names) expect(JSON.parse(stdout)[name], name).toBe(SECRET)
    expect(JSON.parse(stdout)).toMatchObject({
      AZURE_TENANT_ID: APP.tenantId,
      AZURE_CLIENT_ID: APP.appId,
      MINE: 'app-id/tenant-id',
    })
    expect(stderr).toContain('app-id')
    expect(stderr).not.toContain(SECRET)
  })

  it("hide the user's own, and say so once", async () => {
    const own = {
      AZURE_CLIENT_SECRET: 'real',
      AZURE_CLIENT_CERTIFICATE_PATH: '/real.pem',
      CLIENT_ID: 'real',
      PATH: process.env.PATH ?? '',
    }
    const { stdout, stderr } = await run(print, own)
    expect(JSON.parse(stdout)).toMatchObject({ AZURE_CLIENT_SECRET: SECRET, CLIENT_ID: APP.appId })
    expect(stdout).not.toContain('real.pem')
    expect(stderr.trim().split('\n')).toEqual([
      "jumpseat: hidden from the program, being yours and not this server's: AZURE_CLIENT_SECRET, CLIENT_ID, AZURE_CLIENT_CERTIFICATE_PATH",
    ])
  })

  it('are kept for the next run and asked for again when they no longer work', async () => {
    const options = ['--app', '../Odd / name', '--permission', 'Mail.Read']
    const path = join(server.folder, 'apps', '..%2FOdd%20%2F%20name.json')
    await run(['true'], {}, options)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ secret: SECRET, ...APP })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    server.answers.set('/api/operator/apps', ({ reuseSecret }) => ({
      body:
        reuseSecret === SECRET ? { ...APP, secretIsValid: true } : { ...APP, secretIsValid: false, secret: 'newer' },
    }))
    await run(['true'], {}, options)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ secret: SECRET })
    server.answers.set('/api/operator/apps', () => ({ body: { ...APP, secretIsValid: false, secret: 'newer' } }))
    expect(JSON.parse((await run(print, {}, options)).stdout)).toMatchObject({ AZURE_CLIENT_SECRET: 'newer' })
    expect(server.operator.map(({ body }) => JSON.parse(body))).toEqual(
      [undefined, SECRET, SECRET].map((reuseSecret) => ({
        displayName: '../Odd / name',
        permissions: [...CONNECTOR_PERMISSIONS, 'Mail.Read'],
        ...{ scopes: [], isPublic: false },
        ...(reuseSecret === undefined ? {} : { reuseSecret }),
      })),
    )
    server.answers.set('/api/operator/apps', () => ({ body: { ...APP, secretIsValid: false, secret: SECRET } }))
  })
})
