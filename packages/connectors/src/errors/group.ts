import type { ErrorSpec } from '@jumpseat/wire'
import { invalidRequest } from './shared.ts'

/** Contract: connectors 4. */
export const groupErrors = {
  groupId: invalidRequest(
    'InvalidGroupId',
    'The id of an external group has 1 to {limit} characters of A–Z, a–z, 0–9, - and _.',
    'Choose another id, for example base64url of the id in your source.',
  ),
  memberId: invalidRequest(
    'MissingMemberId',
    'The member has no id.',
    'Send the object id of a user or group, or a group id.',
  ),
  memberType: invalidRequest('InvalidMemberType', 'The member has no known type.', 'Use user, group or externalGroup.'),
  groupMemberType: invalidRequest(
    'InvalidMember',
    "The member '{name}' must be a string.",
    'Correct the member, or leave it away.',
  ),
} as const satisfies Record<string, ErrorSpec>
