import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { jumpseat } from '../fake-server.ts'

const scratch = mkdtempSync(join(tmpdir(), 'jumpseat-inspect-test-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const MANIFEST = {
  manifestVersion: '1.24',
  version: '1.0.0',
  id: `\${{TEAMS_APP_ID}}`,
  developer: {
    name: 'Lumen Quay',
    websiteUrl: 'https://lumenquay.example',
    privacyUrl: 'https://lumenquay.example/privacy',
    termsOfUseUrl: 'https://lumenquay.example/terms',
  },
  name: { short: 'Berth Desk', full: 'Berth Desk of the harbour' },
  description: { short: 'Find berths.', full: 'Looks up berths.' },
  icons: { color: 'https://lumenquay.example/color.png', outline: 'outline.png' },
  accentColor: '#0A5C8A',
}

/** A project with a package inside. */
function project(name: string, files: Readonly<Record<string, unknown>>): string {
  for (const [path, content] of Object.entries(files)) {
    const file = join(scratch, name, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  }
  return join(scratch, name)
}

describe('app inspect', () => {
  it('groups findings by file, counts them, and ends with 1 when one is an error', async () => {
    const folder = project('broken', { 'appPackage/manifest.json': { ...MANIFEST, accentColor: 'blue' } })
    const { code, stdout, stderr } = await jumpseat(['app', 'inspect', folder])
    expect(stderr).toBe('')
    expect(stdout).toContain('Berth Desk 1.0.0 (app, manifest 1.24, 1 file)')
    expect(stdout).toMatch(/\nmanifest\.json: \d errors, \d warnings?\n/)
    expect(stdout).toMatch(
      /error {4}\/accentColor: 'blue' is not a colour such as #0A5C8A\.\n.*\[schema\.form, strict\]/,
    )
    expect(code).toBe(1)
  })

  it('judges by the level that is asked for', async () => {
    const folder = project('level', {
      'manifest.json': { ...MANIFEST, accentColor: 'blue', icons: { color: 'c.png', outline: 'c.png' } },
      'c.png': 'no image',
    })
    expect((await jumpseat(['app', 'inspect', folder, '--level', 'load'])).code).toBe(0)
    expect((await jumpseat(['app', 'inspect', folder])).code).toBe(1)
  })

  it('fills in an environment of the project, and a file', async () => {
    const id = '6f0c2f3a-9a53-4b0e-8d10-5f2f7d1f0a11'
    const folder = project('env', {
      'appPackage/manifest.json': MANIFEST,
      'env/.env.dev': `TEAMS_APP_ID=${id}\n`,
      other: 'TEAMS_APP_ID=x',
    })
    const idOf = async (...words: string[]) =>
      JSON.parse((await jumpseat(['app', 'inspect', folder, '--json', ...words])).stdout).id
    expect(await idOf()).toBe(`\${{TEAMS_APP_ID}}`)
    expect(await idOf('--env', 'dev')).toBe(id)
    expect(await idOf('--env', 'dev', '--env-file', join(folder, 'other'))).toBe('x')
  })

  it('says what is missing, and suggests the nearest word', async () => {
    expect(await jumpseat(['app', 'inspect'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Usage: jumpseat app inspect'),
    })
    expect((await jumpseat(['app', 'inspect', '.', '--level', 'stict'])).stderr).toContain("'strict'")
    expect((await jumpseat(['app', 'inspekt', '.'])).stderr).toContain("'inspect'")
    const nowhere = await jumpseat(['app', 'inspect', join(scratch, 'nowhere')])
    expect(nowhere).toMatchObject({ code: 1, stdout: expect.stringContaining('[files.unreadable, load]') })
  })

  it('shows no character of a package that would act on a terminal', async () => {
    const folder = project('escape', {
      'manifest.json': { ...MANIFEST, name: { short: '\u001b[2J\u202eBerth' }, '\u001b[31m': 1 },
    })
    const { stdout } = await jumpseat(['app', 'inspect', folder])
    expect(stdout).toContain('Berth')
    expect(stdout).not.toMatch(/[^\P{C}\n]/u)
  })
})
