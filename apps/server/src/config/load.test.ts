import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { loadSettings, type Sources } from './load.ts'
import { SERVER_SETTINGS } from './settings.ts'

const TABLES = {
  '': SERVER_SETTINGS,
  connectors: { itemBytes: { schema: z.coerce.number().int(), default: 4_000_000, describe: 'Largest item.' } },
}
const load = (sources: Partial<Sources>) =>
  loadSettings(TABLES, { arguments: [], environment: {}, file: '/nowhere', ...sources })
function configFile(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'jumpseat-config-')), 'jumpseat.config.json')
  writeFileSync(path, content)
  return path
}

describe('settings', () => {
  it('come from flags over environment over file over defaults', () => {
    const file = configFile('{"port": 1, "httpsPort": 1, "host": "::1", "connectors": {"itemBytes": 5}}')
    const environment = { JUMPSEAT_PORT: '2', JUMPSEAT_HTTPS_PORT: '2', HOME: '/root' }
    const values = load({ file, environment, arguments: ['--port', '3', '--sample', '--data=/tmp/x'] })
    expect(values['']).toMatchObject({ port: 3, httpsPort: 2, host: '::1', sample: true, data: '/tmp/x', dev: false })
    expect(values.connectors).toEqual({ itemBytes: 5 })
    expect(load({ environment: { JUMPSEAT_CONNECTORS_ITEM_BYTES: '7' } }).connectors).toEqual({ itemBytes: 7 })
  })

  it.each([
    [{ arguments: ['--prot', '1'] }, /--prot/, '--port'],
    [{ environment: { JUMPSEAT_HTTPSPORT: '1' } }, /JUMPSEAT_HTTPSPORT/, 'JUMPSEAT_HTTPS_PORT'],
    [{ file: configFile('{"connectors": {"itemByte": 1}}') }, /connectors\.itemByte/, 'connectors.itemBytes'],
  ] as const)('that are unknown are refused by name with the nearest right one', (sources, name, nearest) => {
    expect(() => load(sources)).toThrow(
      expect.objectContaining({
        code: 'UnknownSetting',
        message: expect.stringMatching(name),
        fix: `Did you mean '${nearest}'?`,
      }),
    )
  })

  it.each([
    [{ arguments: ['--port', 'many'] }, 'port'],
    [{ arguments: ['--port'] }, '--port'],
    [{ environment: { JUMPSEAT_PORT: '70000' } }, 'port'],
    [{ file: configFile('{"sample": "perhaps"}') }, 'sample'],
  ] as const)('that are wrong are refused by name', (sources, name) => {
    expect(() => load(sources)).toThrow(
      expect.objectContaining({ code: 'WrongSetting', message: expect.stringContaining(`'${name}'`) }),
    )
  })

  it('never repeat a secret in an error', () => {
    const tables = { '': { key: { schema: z.string().max(3), default: '', describe: 'A key.', isSecret: true } } }
    expect(() =>
      loadSettings(tables, { arguments: [], environment: { JUMPSEAT_KEY: 'hunter2' }, file: '/nowhere' }),
    ).toThrow(/\(hidden\)/)
  })

  it('in a broken file are refused with the path', () => {
    expect(() => load({ file: configFile('{') })).toThrow(expect.objectContaining({ code: 'WrongConfigFile' }))
    expect(() => load({ file: configFile('[]') })).toThrow(expect.objectContaining({ code: 'WrongConfigFile' }))
  })
})
