import type { AclEntry } from '@jumpseat/index'
import type { ObjectId, TenantId } from '@jumpseat/wire'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aclOf, internedAcl } from './acl.ts'
import { mayRead } from './judge.ts'

const TENANT = '11111111-1111-4111-8111-111111111111' as TenantId
const U = '5be10000-0000-4000-8000-00000000000a'
const G = '5be10000-0000-4000-8000-00000000000b'
const setting = {
  tenantId: TENANT,
  limit: 10_000,
  userIdOf: (name: string) => (name.toLowerCase() === 'una@harbor.example' ? U : undefined),
}
const read = (...entries: object[]) => aclOf(entries as never, setting)

describe('3.5 ACL grammar', () => {
  it.each<readonly [string, object, AclEntry]>([
    [
      'user by object id',
      { type: 'user', value: U, accessType: 'grant' },
      { type: 'user', value: U, accessType: 'grant' },
    ],
    [
      'ids in lower case',
      { type: 'user', value: U.toUpperCase(), accessType: 'grant' },
      { type: 'user', value: U, accessType: 'grant' },
    ],
    [
      'user by principal name',
      { type: 'user', value: 'Una@Harbor.example', accessType: 'grant' },
      { type: 'user', value: U, accessType: 'grant' },
    ],
    [
      'unknown user',
      { type: 'user', value: 'x@y.example', accessType: 'deny' },
      { type: 'user', value: 'x@y.example', accessType: 'deny' },
    ],
    ['group', { type: 'group', value: G, accessType: 'grant' }, { type: 'group', value: G, accessType: 'grant' }],
    [
      'external group, case kept',
      { type: 'externalGroup', value: 'Pilots', accessType: 'grant' },
      { type: 'externalGroup', value: 'Pilots', accessType: 'grant' },
    ],
    [
      'everyone by tenant id',
      { type: 'everyone', value: TENANT, accessType: 'grant' },
      { type: 'everyone', value: TENANT, accessType: 'grant' },
    ],
    [
      'everyone by word',
      { type: 'everyone', value: 'everyone', accessType: 'grant' },
      { type: 'everyone', value: TENANT, accessType: 'grant' },
    ],
    [
      'everyone without value',
      { type: 'everyone', accessType: 'grant' },
      { type: 'everyone', value: TENANT, accessType: 'grant' },
    ],
    [
      'everyoneExceptGuests by word',
      { type: 'everyoneExceptGuests', value: 'everyoneExceptGuests', accessType: 'grant' },
      { type: 'everyoneExceptGuests', value: TENANT, accessType: 'grant' },
    ],
    [
      'enums in any case',
      { Type: 'EVERYONE', Value: 'x', AccessType: 'Grant' },
      { type: 'everyone', value: TENANT, accessType: 'grant' },
    ],
    [
      'older external group',
      { type: 'group', identitySource: 'external', value: 'X1', accessType: 'grant' },
      { type: 'externalGroup', value: 'X1', accessType: 'grant' },
    ],
    [
      'older external group, capitals',
      { type: 'Group', identitySource: 'External', value: 'X1', accessType: 'Grant' },
      { type: 'externalGroup', value: 'X1', accessType: 'grant' },
    ],
    [
      'older directory group',
      { type: 'group', identitySource: 'azureActiveDirectory', value: G, accessType: 'grant' },
      { type: 'group', value: G, accessType: 'grant' },
    ],
    [
      'oldest spelling',
      { type: 'user', identitySource: 'Azure Active Directory', value: U, accessType: 'grant' },
      { type: 'user', value: U, accessType: 'grant' },
    ],
    [
      'everyone with a source',
      { type: 'everyone', identitySource: 'azureActiveDirectory', value: 'everyone', accessType: 'grant' },
      { type: 'everyone', value: TENANT, accessType: 'grant' },
    ],
    [
      'members that it does not know',
      { '@odata.type': '#x', type: 'user', value: U, accessType: 'grant', note: 1 },
      { type: 'user', value: U, accessType: 'grant' },
    ],
  ])('reads %s', (_, entry, canonical) => {
    expect(read(entry)).toEqual([canonical])
  })

  it.each<readonly [string, unknown, string, string]>([
    ['no list', undefined, 'MissingAcl', '/acl'],
    ['null', null, 'MissingAcl', '/acl'],
    ['an empty list', [], 'MissingAcl', '/acl'],
    ['an entry that is text', ['everyone'], 'InvalidAclEntry', '/acl/0'],
    ['an unknown type', [{ type: 'team', value: 'x', accessType: 'grant' }], 'InvalidAclType', '/acl/0/type'],
    [
      'the sentinel',
      [{ type: 'unknownFutureValue', value: 'x', accessType: 'grant' }],
      'InvalidAclType',
      '/acl/0/type',
    ],
    ['no type', [{ value: 'x', accessType: 'grant' }], 'InvalidAclType', '/acl/0/type'],
    [
      'an unknown access type',
      [{ type: 'user', value: U, accessType: 'allow' }],
      'InvalidAclAccessType',
      '/acl/0/accessType',
    ],
    ['no access type', [{ type: 'user', value: U }], 'InvalidAclAccessType', '/acl/0/accessType'],
    ['no value', [{ type: 'user', accessType: 'grant' }], 'InvalidAclValue', '/acl/0/value'],
    ['an empty value', [{ type: 'externalGroup', value: '', accessType: 'grant' }], 'InvalidAclValue', '/acl/0/value'],
    ['a value that is a number', [{ type: 'group', value: 7, accessType: 'grant' }], 'InvalidAclValue', '/acl/0/value'],
    [
      'an outside user',
      [{ type: 'user', identitySource: 'external', value: U, accessType: 'grant' }],
      'InvalidAclIdentitySource',
      '/acl/0/identitySource',
    ],
    [
      'an unknown source',
      [{ type: 'group', identitySource: 'ldap', value: G, accessType: 'grant' }],
      'InvalidAclIdentitySource',
      '/acl/0/identitySource',
    ],
    [
      'too many entries',
      Array(10_001).fill({ type: 'user', value: U, accessType: 'grant' }),
      'TooManyAclEntries',
      '/acl',
    ],
  ])('refuses %s', (_, acl, code, place) => {
    expect(() => aclOf(acl as never, setting)).toThrow(
      expect.objectContaining({
        status: 400,
        spec: expect.objectContaining({ inner: expect.objectContaining({ code }) }),
        more: expect.objectContaining({ place }),
      }),
    )
  })
})

const entry = fc.record({
  type: fc.constantFrom('user', 'Group', 'everyone', 'EveryoneExceptGuests', 'externalGroup'),
  value: fc.oneof(
    fc.constantFrom(U, U.toUpperCase(), G, 'una@harbor.example', 'X1', '__proto__'),
    fc.string({ minLength: 1 }),
  ),
  accessType: fc.constantFrom('grant', 'Deny'),
})
const entries = fc.array(entry, { minLength: 1, maxLength: 12 })

describe('3.5 canonical form', () => {
  it('property: reading what was read changes nothing', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const once = read(...list)
        expect(read(...once)).toEqual(once)
      }),
    )
  })

  it('property: neither order nor repetition matters', () => {
    fc.assert(
      fc.property(
        entries.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })),
        ),
        ([list, shuffled]) => {
          expect(internedAcl(read(...shuffled))).toEqual(internedAcl(read(...list)))
        },
      ),
    )
  })

  it('property: different lists never meet under one key', () => {
    fc.assert(
      fc.property(entries, entries, (one, other) => {
        const [a, b] = [internedAcl(read(...one)), internedAcl(read(...other))]
        expect(a.hash === b.hash).toBe(a.entries === b.entries)
      }),
    )
  })
})

describe('3.5 evaluation', () => {
  const V = '5be10000-0000-4000-8000-00000000000c'
  const person = (userId: string, isGuest: boolean, groups: string[], external: string[]) => ({
    tenantId: TENANT,
    userId: userId as ObjectId,
    isGuest,
    groups: new Set(groups as ObjectId[]),
    externalGroups: () => new Set(external as never[]),
    pathToGroup: () => undefined,
    pathToExternalGroup: () => undefined,
  })
  const member = person(U, false, ['G1', 'G2'], ['X1', 'X2'])
  const guest = person(V, true, [], [])
  const grant = (type: string, value = 'x') => ({ type, value, accessType: 'grant' })
  const deny = (type: string, value: string) => ({ type, value, accessType: 'deny' })

  it.each<readonly [string, object[], boolean, boolean]>([
    ['grant everyone', [grant('everyone')], true, true],
    ['grant everyoneExceptGuests', [grant('everyoneExceptGuests')], true, false],
    ['grant everyone, deny user U', [grant('everyone'), deny('user', U)], false, true],
    ['grant group G2', [grant('group', 'G2')], true, false],
    ['grant externalGroup X2', [grant('externalGroup', 'X2')], true, false],
    ['grant externalGroup X2, deny group G1', [grant('externalGroup', 'X2'), deny('group', 'G1')], false, false],
    ['grant user U, deny externalGroup X9', [grant('user', U), deny('externalGroup', 'X9')], true, false],
    ['deny user V only', [deny('user', V)], false, false],
    ['older external group', [{ ...grant('group', 'X1'), identitySource: 'external' }], true, false],
  ])('%s', (_, acl, forMember, forGuest) => {
    const list = read(...acl)
    expect([mayRead(list, member, 'uid'), mayRead(list, guest, 'uid')]).toEqual([forMember, forGuest])
    expect(mayRead([...list].reverse(), member, 'uid')).toBe(forMember)
  })
})
