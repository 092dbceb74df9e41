import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readPackage, resolvePackage } from '../index.ts'
import { MANIFEST, wholePackage } from '../testing/samples.ts'
import { bytesOf, fakeZip, zipOf } from '../testing/zip.ts'
import { projectEnvironment } from './environment.ts'

const scratch = mkdtempSync(join(tmpdir(), 'jumpseat-files-test-'))
afterAll(() => rmSync(scratch, { recursive: true }))

function folder(name: string, files: Readonly<Record<string, unknown>>): string {
  for (const [path, content] of Object.entries(files)) {
    const file = join(scratch, name, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, bytesOf(content))
  }
  return join(scratch, name)
}

const names = async (source: Uint8Array | string) => [...(await readPackage(source)).files.keys()].sort()
const rulesOf = async (source: Uint8Array | string) => (await readPackage(source)).findings.map(({ rule }) => rule)

describe('packages 1.8: a zip and a folder', () => {
  it('are the same package', async () => {
    const files = wholePackage()
    const fromZip = await readPackage(zipOf(files))
    const fromFolder = await readPackage(folder('same', files))
    expect(new Map([...fromZip.files].sort())).toEqual(new Map([...fromFolder.files].sort()))
    expect([...fromZip.findings, ...fromFolder.findings]).toEqual([])
  })

  it('may be written in TypeSpec: what was built is read, and what was not is told', async () => {
    const { copilotAgents: _, ...manifest } = MANIFEST
    const sources = { 'main.tsp': '', 'tspconfig.yaml': '', 'appPackage/manifest.json': manifest }
    const told = async (place: string) =>
      resolvePackage(await readPackage(place)).findings.map(({ rule, severity, message }) => [rule, severity, message])
    const unbuilt = await told(folder('unbuilt', sources))
    expect(unbuilt).toContainEqual(['package.unbuilt', 'error', expect.stringContaining("'main.tsp'")])
    const built = Object.entries(wholePackage()).map(([path, content]) => [`appPackage/.generated/${path}`, content])
    const place = folder('built', { ...sources, ...Object.fromEntries(built) })
    expect(await names(place)).toEqual(Object.keys(wholePackage()).sort())
    expect((await told(place)).map(([rule]) => rule)).toContain('files.built')
    // A stray source says nothing about a package that holds all that it names.
    const whole = await told(folder('stray', { ...wholePackage(), 'main.tsp': '' }))
    expect(whole.map(([rule]) => rule)).not.toContain('package.unbuilt')
  })

  it('may be a path to either, or to one document', async () => {
    const place = folder('paths', { 'app.zip': zipOf({ 'manifest.json': '{}' }), 'agent.json': '{}' })
    expect(await names(join(place, 'app.zip'))).toEqual(['manifest.json'])
    expect(await names(join(place, 'agent.json'))).toEqual(['agent.json'])
    expect(await rulesOf(join(place, 'nowhere'))).toEqual(['files.unreadable'])
  })

  it('takes names with backslashes, without Unicode flag, stored or deflated', async () => {
    const bytes = fakeZip([
      { name: 'manifest.json', content: '{}' },
      { name: 'cards\\berth.json', content: '{}', method: 0 },
      { name: './a.txt', content: 'x', flags: 0 },
      { name: 'empty/', content: '', method: 0 },
    ])
    expect(await names(bytes)).toEqual(['a.txt', 'cards/berth.json', 'manifest.json'])
  })

  it('takes the manifest out of a folder above it, and tells', async () => {
    const nested = zipOf({ 'app/manifest.json': '{}', 'app/a.json': '{}', '__MACOSX/app/._a.json': 'x' })
    expect(await names(nested)).toEqual(['a.json', 'manifest.json'])
    expect(await rulesOf(nested)).toEqual(['files.nested'])
  })

  it('finds the package inside of a project, without the folders of tools', async () => {
    const project = folder('project', {
      'appPackage/manifest.json': '{}',
      'appPackage/node_modules/x.json': '{}',
      'appPackage/.vscode/settings.json': '{}',
      'src/index.ts': '',
    })
    expect(await names(project)).toEqual(['manifest.json'])
  })

  it('leaves links of a folder out, and tells', async () => {
    const place = folder('links', { 'manifest.json': '{}' })
    symlinkSync('/etc', join(place, 'etc'))
    symlinkSync('/etc/passwd', join(place, 'agent.json'))
    expect(await names(place)).toEqual(['manifest.json'])
    expect(await rulesOf(place)).toEqual(['files.link-skipped', 'files.link-skipped'])
  })

  it('refuses a folder of more than 500 files, and says of one without a manifest that it is none', async () => {
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`f${n}.txt`, 'x']))
    expect(await rulesOf(folder('many', { 'manifest.json': '{}', ...many }))).toEqual(['files.too-many'])
    expect(await rulesOf(folder('none', many))).toEqual(['package.unknown'])
  })
})

describe('packages 1.8 and 10.1: environments', () => {
  it('are read from the project, or its env folder; the user wins', () => {
    const project = folder('env', {
      'appPackage/manifest.json': '{}',
      'env/.env.dev': 'A=1\nB="two words"\n# C=3\n__proto__=x\n',
      'env/.env.dev.user': 'A=mine\n',
      'env/.env.prod': 'A=9\n',
    })
    for (const path of [project, join(project, 'appPackage'), join(project, 'appPackage/manifest.json')]) {
      expect(projectEnvironment(path, 'dev')).toMatchObject({ TEAMSFX_ENV: 'dev', A: 'mine', B: 'two words' })
    }
    expect(projectEnvironment(project, 'prod')).toEqual({ TEAMSFX_ENV: 'prod', A: '9' })
    expect(projectEnvironment(project, '../env/.env.dev')).toEqual({ TEAMSFX_ENV: '../env/.env.dev' })
  })
})
