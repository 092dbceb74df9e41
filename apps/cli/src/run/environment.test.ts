import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { MICROSOFT_HOSTS } from '@jumpseat/wire'
import { afterAll, describe, expect, it } from 'vitest'
import { CREDENTIAL_NAMES, filled } from './credentials.ts'
import { environmentFor, type Setting } from './environment.ts'
import { isStoodIn } from './hosts.ts'
import { trustStore } from './jks.ts'
import { writeTrust } from './trust.ts'

const folder = mkdtempSync(join(tmpdir(), 'jumpseat trust '))
afterAll(() => rmSync(folder, { recursive: true }))

const SETTING: Setting = {
  credentials: { tenantId: 't', clientId: 'c', clientSecret: 's' },
  target: { host: '127.0.0.1', port: 8443 },
  proxyPort: 9999,
  trust: { bundle: '/b.pem', additions: '/a.pem', javaStore: '/with space/t.jks' },
  hooks: { node: '/with "space"/hook.cjs', python: '/p' },
  extra: { MINE: '{tenantId}-{clientId}-{clientSecret}-{other}', NODE_ENV: 'x' },
}

describe('the environment of a program', () => {
  it('names our proxy in every spelling, and exempts this machine only', () => {
    const { env } = environmentFor({ NO_PROXY: '*', HTTPS_PROXY: 'http://mine', all_proxy: 'socks5://mine' }, SETTING)
    for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy']) {
      expect(env[name]).toBe('http://127.0.0.1:9999')
    }
    expect([env.NO_PROXY, env.no_proxy]).toEqual(['localhost,127.0.0.1,::1', 'localhost,127.0.0.1,::1'])
  })

  it('joins what the user loads into Node, Python and Java with ours', () => {
    const own = { NODE_OPTIONS: '--mine', PYTHONPATH: '/mine', JAVA_TOOL_OPTIONS: '-Dmine', KEPT: 'kept' }
    const { env, replaced } = environmentFor(own, SETTING)
    expect(env.NODE_OPTIONS).toBe('--require "/with \\"space\\"/hook.cjs" --mine')
    expect(env.PYTHONPATH?.split(/[:;]/)).toEqual(['/p', '/mine'])
    expect(env.JAVA_TOOL_OPTIONS).toMatch(/^-Dmine .*-Djavax\.net\.ssl\.trustStore="\/with space\/t\.jks"/)
    expect(JSON.parse(env.JUMPSEAT_RUN ?? '')).toEqual({ hosts: [...MICROSOFT_HOSTS], host: '127.0.0.1', port: 8443 })
    expect([env.KEPT, env.MINE, replaced]).toEqual(['kept', 't-c-s-{other}', []])
    expect(environmentFor({}, SETTING).env).toMatchObject({ PYTHONPATH: '/p' })
  })

  it('tells which of the user’s credentials it hides, not those that are the same', () => {
    const own = {
      AZURE_TENANT_ID: 't',
      CLIENT_SECRET: 'real',
      AZURE_AUTHORITY_HOST: 'https://login.example',
      MSI_ENDPOINT: 'x',
    }
    const { env, replaced } = environmentFor(own, SETTING)
    expect(replaced).toEqual(['CLIENT_SECRET', 'AZURE_AUTHORITY_HOST', 'MSI_ENDPOINT'])
    expect(env).toMatchObject({ CLIENT_SECRET: 's', AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.com' })
    expect('MSI_ENDPOINT' in env).toBe(false)
  })

  it('names no variable twice in the table, and fills placeholders as they are', () => {
    const names = CREDENTIAL_NAMES.flatMap(({ tenantId, clientId, clientSecret }) => [tenantId, clientId, clientSecret])
    expect(new Set(names).size).toBe(names.length)
    expect(filled('{clientSecret}', { ...SETTING.credentials, clientSecret: '$& {tenantId}' })).toBe('$& {tenantId}')
  })
})

describe('the guide', () => {
  const guide = readFileSync(new URL('../../../../docs/guides/run-a-connector.md', import.meta.url), 'utf8')

  it('names every variable and every host', () => {
    for (const { tenantId, clientId, clientSecret, readBy } of CREDENTIAL_NAMES) {
      expect(guide).toContain(`| \`${tenantId}\` | \`${clientId}\` | \`${clientSecret}\` | ${readBy} |`)
    }
    for (const host of MICROSOFT_HOSTS) expect(guide).toContain(`\`${host}\``)
  })
})

describe('the hosts that are served', () => {
  it('are exactly the listed ones', () => {
    for (const host of ['graph.microsoft.com', 'GRAPH.Microsoft.com', 'graph.microsoft.com.'])
      expect(isStoodIn(host)).toBe(true)
    for (const host of [
      'microsoft.com',
      'x.graph.microsoft.com',
      'graph.microsoft.com.evil.example',
      'xgraph.microsoft.com',
    ]) {
      expect(isStoodIn(host), host).toBe(false)
    }
  })
})

describe('trust files', () => {
  const [first = '', second = '', third = ''] = rootCertificates

  it('hold the roots of the system, those of the user and ours, each once', () => {
    const own = join(folder, 'own.pem')
    writeFileSync(own, `junk\n${second}\n-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n${second}\n`)
    const files = writeTrust(folder, first, { NODE_EXTRA_CA_CERTS: own, SSL_CERT_FILE: join(folder, 'none.pem') })
    const count = (path: string) => readFileSync(path, 'utf8').match(/BEGIN CERTIFICATE/g)?.length ?? 0
    expect(count(files.additions)).toBe(2)
    expect(count(files.bundle)).toBeGreaterThan(20)
    const bundle = readFileSync(files.bundle, 'utf8')
    for (const wanted of [first, second]) expect(bundle).toContain(new X509Certificate(wanted).toString())
  })

  it('are in a form that Java reads', ({ skip }) => {
    if (spawnSync('keytool', ['-help']).status !== 0) skip('keytool is not installed')
    const ders = [first, second, third].map((pem) => Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64'))
    const path = join(folder, 'three.jks')
    writeFileSync(path, trustStore(ders))
    const listing = execFileSync('keytool', ['-list', '-keystore', path, '-storepass', 'changeit'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const prints = ders.map((der) => createHash('sha256').update(der).digest('hex').toUpperCase())
    const found = [...listing.matchAll(/\(SHA-256\): ([0-9A-F:]+)/g)].map(([, print = '']) => print.replaceAll(':', ''))
    expect(found.sort()).toEqual(prints.sort())
  })
})
