import type { ExternalGroupId, ObjectId, TenantId } from '@jumpseat/wire'
import { describe, expect, it } from 'vitest'
import { type AclEntry, judge, type Reader } from './index.ts'

const UID = 'a'.repeat(32)
const OTHER_UID = 'b'.repeat(32)
const TENANT = '00000000-0000-4000-8000-000000000001'

function reader(name: string, groups: readonly string[], external: readonly string[], isGuest = false): Reader {
  return {
    tenantId: TENANT as TenantId,
    userId: name as ObjectId,
    isGuest,
    groups: new Set(groups as readonly ObjectId[]),
    externalGroups: (uid) => new Set(uid === UID ? (external as readonly ExternalGroupId[]) : []),
  }
}

// The closure of the contract's caller U: G1 in G2, X1 contains G2, X1 in X2. The walk itself is the directory's.
const U = reader('user-u', ['g1', 'g2'], ['X1', 'X2'])
const V = reader('user-v', [], [], true)

const grant = (type: AclEntry['type'], value: string = TENANT): AclEntry => ({ type, value, accessType: 'grant' })
const deny = (type: AclEntry['type'], value: string): AclEntry => ({ type, value, accessType: 'deny' })

describe('contract: connectors 3.5, access list vectors', () => {
  const rows: readonly [string, readonly AclEntry[], u: boolean, v: boolean][] = [
    ['grant everyone', [grant('everyone')], true, true],
    ['grant everyone with any value', [grant('everyone', 'everyone')], true, true],
    ['grant everyoneExceptGuests', [grant('everyoneExceptGuests')], true, false],
    ['grant everyone, deny user U', [grant('everyone'), deny('user', 'user-u')], false, true],
    [
      'deny user U, grant everyone: the order is of no account',
      [deny('user', 'user-u'), grant('everyone')],
      false,
      true,
    ],
    ['grant group G2', [grant('group', 'g2')], true, false],
    ['grant externalGroup X2', [grant('externalGroup', 'X2')], true, false],
    ['grant externalGroup X2, deny group G1', [grant('externalGroup', 'X2'), deny('group', 'g1')], false, false],
    [
      'grant user U, deny externalGroup X9 that does not exist',
      [grant('user', 'user-u'), deny('externalGroup', 'X9')],
      true,
      false,
    ],
    ['deny user V only', [deny('user', 'user-v')], false, false],
    ['grant externalGroup X1, the canonical form of the legacy entry', [grant('externalGroup', 'X1')], true, false],
    ['no entries', [], false, false],
    ['grant an unknown user', [grant('user', 'user-w')], false, false],
    ['grant an unknown group', [grant('group', 'g9')], false, false],
    ['grant everyone, deny everyoneExceptGuests', [grant('everyone'), deny('everyoneExceptGuests', '')], false, true],
    ['object ids compare without case', [grant('user', 'USER-U'), deny('group', 'G9')], true, false],
    ['external group ids compare with case', [grant('externalGroup', 'x2')], false, false],
  ]
  it.each(rows)('%s', (_name, acl, u, v) => {
    expect(judge(acl, U, UID).isPermitted).toBe(u)
    expect(judge(acl, V, UID).isPermitted).toBe(v)
  })

  it('counts external groups of the item’s own connection only', () => {
    expect(judge([grant('externalGroup', 'X2')], U, OTHER_UID).isPermitted).toBe(false)
  })

  it('matches nobody with a type that it does not know', () => {
    for (const type of ['unknownFutureValue', 'constructor', '__proto__'])
      expect(judge([{ type, value: 'user-u', accessType: 'grant' } as unknown as AclEntry], U, UID).isPermitted).toBe(
        false,
      )
  })

  it('names the entries that decided', () => {
    const acl = [grant('everyone'), grant('group', 'g2'), grant('group', 'g9'), deny('user', 'user-v')]
    expect(judge(acl, U, UID)).toEqual({ isPermitted: true, deciding: [acl[0], acl[1]] })
    expect(judge(acl, V, UID)).toEqual({ isPermitted: false, deciding: [acl[3]] })
    expect(judge([grant('group', 'g9')], U, UID)).toEqual({ isPermitted: false, deciding: [] })
  })
})
