import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSampleOrganisation, SAMPLE_APPS, SAMPLE_GROUPS, SAMPLE_PEOPLE, sampleId } from './index.ts'
import { openDirectory } from './test/fixture.ts'

let house: Awaited<ReturnType<typeof openDirectory>>
beforeAll(async () => {
  house = await openDirectory()
})
afterAll(() => house.close())

describe('createSampleOrganisation', () => {
  it('makes everyone in few commits, and nothing the second time', async () => {
    let commits = 0
    house.store.onCommit(() => commits++)
    const tenant = await createSampleOrganisation(house.directory)
    expect(commits).toBeLessThanOrEqual(2)
    const everyone = house.directory.users(tenant.id, { limit: 100 })
    expect(everyone).toHaveLength(SAMPLE_PEOPLE.length)
    expect(house.directory.groupCount(tenant.id)).toBe(SAMPLE_GROUPS.length)
    for (const { displayName } of SAMPLE_APPS) {
      expect(house.directory.appByName(tenant.id, displayName)?.appId).toBe(sampleId('app', displayName))
    }

    const maren = house.directory.user(tenant.id, 'Maren.Voss@LUMENQUAY.example')
    if (!maren) expect.unreachable()
    await house.directory.deleteUser(tenant.id, maren.id, 'system')
    expect(await createSampleOrganisation(house.directory)).toEqual(tenant)
    expect(house.directory.user(tenant.id, maren.id)).toBeUndefined()
  })

  it('nests groups and knows guests and roles', async () => {
    const tenant = await createSampleOrganisation(house.directory)
    const of = (name: string) => {
      const user = house.directory.user(tenant.id, name)
      if (!user) expect.unreachable()
      return user
    }
    const names = (name: string) =>
      [...house.directory.membershipOf(tenant.id, of(name).id).groups]
        .map((id) => house.directory.group(tenant.id, id)?.displayName)
        .sort()
    expect(names('kenji.watari@lumenquay.example')).toEqual(['Engineering', 'Firmware', 'Project Beacon'])
    expect(names('ruth.adeyemi@lumenquay.example')).toEqual(['Finance', 'Payroll'])
    expect(names('viktor.stahl@stahl-harbour.example')).toEqual(['Project Beacon'])
    expect(house.directory.membershipOf(tenant.id, of('viktor.stahl@stahl-harbour.example').id).isGuest).toBe(true)
    const ingrid = of('ingrid.solberg@lumenquay.example')
    expect([...house.directory.rolesOf(tenant.id, ingrid.id)]).toEqual(['globalAdministrator'])
  })
})

describe('the guide', () => {
  it('names everyone, every group and app, with the ids that the program gives', () => {
    const guide = readFileSync(new URL('../../../docs/guides/sample-organisation.md', import.meta.url), 'utf8')
    for (const { givenName, surname, jobTitle } of SAMPLE_PEOPLE)
      expect(guide).toMatch(new RegExp(`\\| ${givenName} ${surname}[^|]* \\| ${jobTitle} \\|`))
    for (const { displayName } of SAMPLE_GROUPS)
      expect(guide).toContain(`| ${displayName} | \`${sampleId('group', displayName)}\` |`)
    for (const { displayName } of SAMPLE_APPS)
      expect(guide).toContain(`| ${displayName} | \`${sampleId('app', displayName)}\` |`)
  })
})
