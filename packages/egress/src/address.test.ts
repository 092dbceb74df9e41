import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CodedError } from '@jumpseat/wire'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kindOf } from './address.ts'
import { createEgress } from './egress.ts'
import { defaultPolicy, judgeOf } from './policy.ts'
import { NAMES, SPELLINGS } from './spellings.ts'

let connections = 0
const inside = createServer((_request, response) => response.end('inside'))
inside.on('connection', () => connections++)

const egress = createEgress(
  { ...defaultPolicy, timeout: 2000 },
  { resolve: async (host) => (NAMES[host.replace(/\.$/, '')] ?? []).map((address) => ({ address, family: 4 })) },
)

beforeAll(() => new Promise<void>((done) => inside.listen(0, '127.0.0.1', done)))
afterAll(async () => {
  await egress.close()
  inside.close()
})

describe('security 9: spellings of addresses', () => {
  const rows = SPELLINGS.flatMap(({ hosts }) => hosts)

  it('holds a table of about three hundred, each once', () => {
    expect(rows.length).toBeGreaterThan(300)
    expect(rows.filter((host, index) => rows.indexOf(host) !== index)).toEqual([])
  })

  for (const { what, codes, hosts } of SPELLINGS) {
    it(`refuses ${what}`, async () => {
      const { port } = inside.address() as AddressInfo
      const wrong: string[] = []
      for (const host of hosts) {
        const outcome = await egress.fetch(`http://${host}:${port}/`).then(
          () => 'answered',
          (error) => (error instanceof CodedError ? error.code : String(error)),
        )
        if (!codes.includes(outcome)) wrong.push(`${host} → ${outcome}`)
      }
      expect(wrong).toEqual([])
      expect(connections).toBe(0)
    })
  }

  it('refuses every scheme but http and https', async () => {
    for (const scheme of ['file', 'ftp', 'gopher', 'data', 'javascript', 'ws', 'wss', 'blob', 'unix', 'jar', 'dict']) {
      await expect(egress.fetch(`${scheme}://public.example/`), scheme).rejects.toMatchObject({
        code: 'EgressSchemeRefused',
      })
    }
  })
})

describe('kind of an address', () => {
  it('knows what is public', () => {
    const places = [
      '8.8.8.8',
      '1.1.1.1',
      '93.184.215.14',
      '172.15.255.255',
      '172.32.0.0',
      '100.63.255.255',
      '100.128.0.0',
    ]
    const more = ['11.0.0.0', '169.253.255.255', '223.255.255.255', '2606:4700::1111', '2a00:1450:4001::200e']
    const carried = [
      '::ffff:8.8.8.8',
      '64:ff9b::8.8.8.8',
      '2002:808:808::1',
      '::ffff:0:8.8.8.8',
      '2606:4700::5efe:808:808',
    ]
    for (const place of [...places, ...more, ...carried]) expect(kindOf(place), place).toBe('public')
  })

  it('judges an IPv6 address that carries an IPv4 address as that address', () => {
    const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255))
    fc.assert(
      fc.property(octets, ([a, b, c, d]) => {
        const plain = `${a}.${b}.${c}.${d}`
        const hex = [(a << 8) | b, (c << 8) | d].map((part) => part.toString(16)).join(':')
        const forms = [`::ffff:${plain}`, `::ffff:${hex}`, `64:ff9b::${hex}`, `2002:${hex}::1`, `::ffff:0:${hex}`]
        for (const form of forms) expect(kindOf(form)).toBe(kindOf(plain))
      }),
    )
  })

  it('takes canonical text only', () => {
    for (const text of ['0177.0.0.1', '127.1', '2130706433', '0x7f.1', 'fe80::1%eth0', 'localhost', '', '[::1]']) {
      expect(kindOf(text), text).toBe('not an address')
    }
  })
})

describe('allowed private places', () => {
  it('opens a block to addresses, in every face they have', () => {
    const judge = judgeOf(['10.1.0.0/16', 'fd12::/32', '192.168.7.7', '::1'])
    for (const open of ['10.1.2.3', '::ffff:10.1.2.3', '64:ff9b::a01:203', 'fd12::9', '192.168.7.7', '::1']) {
      expect(judge('any.example', open), open).toBeUndefined()
    }
    for (const shut of ['10.2.0.1', 'fd13::1', '192.168.7.8', '127.0.0.1', '::2']) {
      expect(judge('any.example', shut), shut).toBeDefined()
    }
  })

  it('opens a name to the ranges where services live, whatever its case and final dot', () => {
    const judge = judgeOf(['Intranet.Example'])
    for (const address of ['10.0.0.1', '127.0.0.1', 'fd00::1', '100.64.0.1']) {
      expect(judge('intranet.example.', address)).toBeUndefined()
      expect(judge('x.intranet.example', address)).toBeDefined()
    }
    for (const address of ['169.254.169.254', '168.63.129.16', '0.0.0.0', '224.0.0.1', '169.254.1.1', 'fe80::1']) {
      expect(judge('intranet.example', address), address).toBeDefined()
    }
  })

  it('opens a metadata address only to an entry for that very address', () => {
    expect(judgeOf(['0.0.0.0/0', '::/0'])('x.example', '169.254.169.254')).toBe('cloud metadata')
    expect(judgeOf(['169.254.0.0/16'])('x.example', '169.254.1.1')).toBeUndefined()
    expect(judgeOf(['169.254.169.254'])('x.example', '169.254.169.254')).toBeUndefined()
  })

  it('refuses an entry that it cannot read', () => {
    for (const entry of ['10.0.0.0/33', 'http://intranet.example', '*.example', '', 'a b', '10.0.0.1:80']) {
      expect(() => judgeOf([entry]), entry).toThrow(CodedError)
    }
  })
})
