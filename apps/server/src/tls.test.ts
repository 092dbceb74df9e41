import 'reflect-metadata'
import { execFile } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { type AddressInfo, isIP } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type PeerCertificate, checkServerIdentity as tlsCheck } from 'node:tls'
import { promisify } from 'node:util'
import { MICROSOFT_HOSTS } from '@jumpseat/wire'
import * as x509 from '@peculiar/x509'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeServer } from './certificate.ts'
import { ensureCertificates } from './tls.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'jumpseat-tls-'))
const EXTRA = ['intranet.example', '10.1.2.3', 'fd00::7']
const made = await ensureCertificates(folder, EXTRA)
const server = createServer({ cert: made.cert, key: made.key }, (_request, response) => response.end('reached'))
let port = 0

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
  rmSync(folder, { recursive: true })
})

describe('certificates are kept and renewed', () => {
  const days = (count: number) => new Date(Date.now() + count * 86_400_000)

  it('keeps what is good', async () => {
    const again = await ensureCertificates(
      folder,
      [...EXTRA]
        .reverse()
        .map((host) => host.toUpperCase())
        .reverse(),
    )
    expect(again).toEqual({ ...made, isNewAuthority: false })
  })

  it('hides the keys from other users', () => {
    for (const name of ['ca.key', 'server.key']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
  })

  it('renews the server certificate within its last 30 days, and the authority before it would outlive it', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'jumpseat-tls-'))
    const first = await ensureCertificates(copy)
    const ca = () => readFileSync(first.caPath, 'utf8')
    const firstCa = ca()
    expect((await ensureCertificates(copy, [], days(366))).cert).toBe(first.cert)
    const second = await ensureCertificates(copy, [], days(368))
    expect([second.cert === first.cert, second.isNewAuthority, ca() === firstCa]).toEqual([false, false, true])
    const third = await ensureCertificates(copy, [], days(3650 - 396))
    expect([third.isNewAuthority, ca() === firstCa]).toEqual([true, false])
    expect(new X509Certificate(third.cert).verify(new X509Certificate(ca()).publicKey)).toBe(true)
    rmSync(copy, { recursive: true })
  })

  it('renews under an authority that identifies its key in another way', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'jumpseat-tls-'))
    const first = await ensureCertificates(copy)
    const made = new x509.X509Certificate(readFileSync(first.caPath, 'utf8'))
    const other = await x509.X509CertificateGenerator.create({
      subject: made.subjectName,
      issuer: made.subjectName,
      publicKey: made.publicKey,
      signingKey: await crypto.subtle.importKey(
        'pkcs8',
        new Uint8Array(createPrivateKey(readFileSync(join(copy, 'ca.key'))).export({ type: 'pkcs8', format: 'der' })),
        { name: 'ECDSA', namedCurve: 'P-256' },
        false,
        ['sign'],
      ),
      notBefore: made.notBefore,
      notAfter: made.notAfter,
      extensions: made.extensions.map((extension) =>
        extension instanceof x509.SubjectKeyIdentifierExtension
          ? new x509.SubjectKeyIdentifierExtension('0123456789abcdef')
          : extension,
      ),
    })
    writeFileSync(first.caPath, other.toString('pem'))
    rmSync(join(copy, 'server.pem'))
    const next = await ensureCertificates(copy)
    expect(next.isNewAuthority).toBe(false)
    // Compares the key identifiers too, as clients do.
    expect(new X509Certificate(next.cert).checkIssued(new X509Certificate(readFileSync(next.caPath)))).toBe(true)
    rmSync(copy, { recursive: true })
  })

  it('makes them anew when a file is missing, damaged or belongs to another, and when a host is added', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'jumpseat-tls-'))
    let last = await ensureCertificates(copy)
    const damages: [() => unknown, boolean][] = [
      [() => rmSync(join(copy, 'server.key')), false],
      [() => writeFileSync(join(copy, 'server.pem'), 'x'), false],
      [() => rmSync(join(copy, 'ca.key')), true],
      [() => writeFileSync(join(copy, 'ca.key'), last.key), true],
    ]
    for (const [damage, isNewAuthority] of damages) {
      damage()
      const next = await ensureCertificates(copy)
      expect(next).toMatchObject({ isNewAuthority })
      expect(next.cert).not.toBe(last.cert)
      expect(new X509Certificate(next.cert).verify(new X509Certificate(readFileSync(next.caPath)).publicKey)).toBe(true)
      last = next
    }
    expect((await ensureCertificates(copy, ['new.example'])).isNewAuthority).toBe(true)
    rmSync(copy, { recursive: true })
  })
})

/** `trusted`, or why Node did not trust the server on `at` as `host`. */
const reach = (host: string, at = port) =>
  new Promise<string>((resolve) => {
    const options = { port: at, host: '127.0.0.1', ca: readFileSync(made.caPath) }
    const checkServerIdentity = (_name: string, peer: PeerCertificate) => tlsCheck(host, peer)
    const socket = connect(isIP(host) ? { ...options, checkServerIdentity } : { ...options, servername: host })
    socket.once('error', (error) => resolve(String(error)))
    socket.once('secureConnect', () => {
      socket.end()
      resolve('trusted')
    })
  })

describe('certificates are accepted', () => {
  it('by Node, for every host that we stand in for', async () => {
    for (const host of [...MICROSOFT_HOSTS, 'localhost', 'intranet.example'])
      expect(await reach(host), host).toBe('trusted')
    for (const address of ['127.0.0.1', '10.1.2.3', 'fd00::7']) expect(await reach(address), address).toBe('trusted')
    expect(await reach('other.example')).toMatch(/ALTNAME|altnames/)
  })

  it('by OpenSSL in its strictest mode', async ({ skip }) => {
    const { stdout } = await run('openssl', [
      'verify',
      ...['-x509_strict', '-purpose', 'sslserver', '-verify_hostname', 'graph.microsoft.com'],
      ...['-CAfile', made.caPath, join(folder, 'server.pem')],
    ]).catch((error) => (error.code === 'ENOENT' ? skip('openssl is not installed') : Promise.reject(error)))
    expect(stdout).toContain('OK')
  })

  it('by curl', async ({ skip }) => {
    for (const host of ['graph.microsoft.com', 'login.microsoftonline.com', '127.0.0.1']) {
      const url = `https://${host}:${port}/`
      const args = ['-sS', '--noproxy', '*', '--cacert', made.caPath, '--resolve', `${host}:${port}:127.0.0.1`, url]
      const { stdout } = await run('curl', args).catch((error) =>
        error.code === 'ENOENT' ? skip('curl is not installed') : Promise.reject(error),
      )
      expect(stdout).toBe('reached')
    }
  })

  it('by Python, also under VERIFY_X509_STRICT', async ({ skip }) => {
    const script = `
import socket, ssl
context = ssl.create_default_context(cafile=${JSON.stringify(made.caPath)})
context.verify_flags |= ssl.VERIFY_X509_STRICT
for host in ("graph.microsoft.com", "localhost", "127.0.0.1"):
    with socket.create_connection(("127.0.0.1", ${port})) as plain, context.wrap_socket(plain, server_hostname=host):
        print(host)`
    const { stdout } = await run('python3', ['-c', script]).catch((error) =>
      error.code === 'ENOENT' ? skip('python3 is not installed') : Promise.reject(error),
    )
    expect(stdout.split('\n')).toHaveLength(4)
  })

  it('by Java', async ({ skip }) => {
    const file = join(folder, 'Reach.java')
    writeFileSync(
      file,
      `import java.io.*; import java.security.*; import java.security.cert.*; import javax.net.ssl.*;
class Reach { public static void main(String[] a) throws Exception {
  KeyStore store = KeyStore.getInstance("PKCS12"); store.load(null, null);
  try (InputStream in = new FileInputStream(a[0])) {
    store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(in)); }
  TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX"); trust.init(store);
  SSLContext context = SSLContext.getInstance("TLS"); context.init(null, trust.getTrustManagers(), null);
  var plain = new java.net.Socket("127.0.0.1", Integer.parseInt(a[1]));
  SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "graph.microsoft.com", 443, true);
  SSLParameters p = socket.getSSLParameters(); p.setEndpointIdentificationAlgorithm("HTTPS"); socket.setSSLParameters(p);
  socket.startHandshake(); System.out.println("trusted"); } }`,
    )
    const { stdout } = await run('java', [file, made.caPath, String(port)]).catch((error) =>
      error.code === 'ENOENT' ? skip('java is not installed') : Promise.reject(error),
    )
    expect(stdout.trim()).toBe('trusted')
  })
})

describe('the authority is limited', () => {
  it('cannot vouch for a host outside the list', async ({ skip }) => {
    const authority = {
      certificate: new X509Certificate(readFileSync(made.caPath)),
      key: createPrivateKey(readFileSync(join(folder, 'ca.key'))),
    }
    const lifetime = { from: new Date(Date.now() - 1000), to: new Date(Date.now() + 86_400_000) }
    for (const host of ['bank.example', '8.8.8.8', 'microsoft.com']) {
      const forged = await makeServer('x', [host], lifetime, authority)
      const path = join(folder, 'forged.pem')
      writeFileSync(path, forged.certificate.toString())
      const output = await run('openssl', ['verify', '-CAfile', made.caPath, path]).catch((error) =>
        error.code === 'ENOENT' ? skip('openssl is not installed') : { stdout: '', stderr: String(error.stderr) },
      )
      expect(output.stderr, host).toContain('permitted subtree violation')

      const stranger = createServer({
        cert: forged.certificate.toString(),
        key: forged.key.export({ type: 'pkcs8', format: 'pem' }),
      })
      await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done))
      const seen = await reach(host, (stranger.address() as AddressInfo).port)
      stranger.close()
      expect(seen, host).toContain('permitted subtree violation')
    }
  })
})
