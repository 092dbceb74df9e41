// contract: packages 9. Real packages: each loads, and its oddities are findings.
import { basename } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type AppPackage, readPackage, resolvePackage } from './index.ts'
import { corpusPackages } from './testing/corpus.ts'
import { rulesOf } from './testing/resolved.ts'

const folders = corpusPackages()
const packages = new Map<string, AppPackage>()
beforeAll(async () => {
  for (const folder of folders) packages.set(basename(folder), resolvePackage(await readPackage(folder)))
})
const named = (end: string) => [...packages].find(([name]) => name.endsWith(end))?.[1]
const rules = (end: string) => {
  const pkg = named(end)
  return pkg === undefined ? [] : rulesOf(pkg, 'load', 'strict').filter((rule) => rule !== 'placeholder.unresolved')
}

describe.skipIf(folders.length === 0)('packages 9: real packages', () => {
  it('load, every one', () => {
    expect([...packages].filter(([, { kind }]) => kind !== 'app').map(([name]) => name)).toEqual([])
  })

  it('have no function without a binding, and no action without a plugin', () => {
    const loose = [...packages].flatMap(([name, { plugins, declarativeAgents }]) => [
      ...plugins.flatMap(({ functions }) =>
        functions.filter(({ binding }) => binding.kind === 'draft').map((fn) => `${name} ${fn.name}`),
      ),
      ...declarativeAgents.flatMap(({ actions }) =>
        actions.filter(({ plugin }) => plugin === undefined).map(({ id }) => `${name} ${id}`),
      ),
    ])
    expect(loose).toEqual([])
  })

  it('have instructions, brought in from their files', () => {
    const agents = [...packages.values()].flatMap(({ declarativeAgents }) => declarativeAgents)
    expect(agents.length).toBeGreaterThan(30)
    expect(
      agents.filter(({ instructions }) => instructions === '' || instructions.includes('$[')).map(({ file }) => file),
    ).toEqual([])
  })

  it('tell their oddities', () => {
    expect(rules('da-todo-tasks-graphapi-plugin')).toContain('reference.extension')
    expect(rules('msgext-northwind-inventory-ts')).toEqual(['bot.scope-spelling', 'reference.placeholder'])
    expect(rules('da-repairs-oauth-validated-js')).toContain('manifest.legacy-node')
    expect(rules('da-foodbank-friend')).toEqual(['icon.size'])
    expect(rules('da-MyAdvancedCommsBuddy')).toContain('openapi.server-invalid')
    expect(rules('da-adaptive-card-inline-edit-csharp-M365Agent')).toContain('schema.form')
    expect(rules('da-community-samples-agent')).toEqual(['schema.required', 'schema.unknown-member'])
    expect(rules('da-typespec-todo')).toEqual(['manifest.nothing-to-run'])
    expect(rules('cext-trey-research')).toEqual(['openapi.server-placeholder'])
  })

  it('are read in each of their languages', async () => {
    const folder = folders.find((path) => path.endsWith('da-LearningCoach')) ?? ''
    const source = await readPackage(folder)
    const names = (resolvePackage(source).localization?.languages ?? []).map(
      ({ tag }) => resolvePackage(source, { locale: tag }).declarativeAgents[0],
    )
    expect(names).toHaveLength(25)
    expect(names.filter((agent) => agent === undefined || JSON.stringify(agent).includes('[['))).toEqual([])
    expect(new Set(names.map((agent) => agent?.description)).size).toBeGreaterThan(20)
  })
})
