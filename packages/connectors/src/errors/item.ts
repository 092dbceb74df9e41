import type { ErrorSpec } from '@jumpseat/wire'
import { invalidRequest } from './shared.ts'

/** Contract: connectors 3.1 to 3.6, 2.9. Messages name places, never values. */
export const itemErrors = {
  itemId: invalidRequest(
    'InvalidItemId',
    'The id of an item has 1 to {limit} characters of A–Z, a–z, 0–9, - and _.',
    'Use base64url of the id in your source, or a hash of it.',
  ),
  aclMissing: invalidRequest(
    'MissingAcl',
    'The item has no access list.',
    'Send acl with at least one entry. An item without one would be visible to nobody.',
  ),
  aclTooLong: invalidRequest(
    'TooManyAclEntries',
    'The access list has more than {limit} entries.',
    'Grant to groups, or raise the setting connectors.aclEntriesPerItem.',
  ),
  aclEntry: invalidRequest(
    'InvalidAclEntry',
    'An entry of the access list is not an object.',
    'Send type, value and accessType.',
  ),
  aclType: invalidRequest(
    'InvalidAclType',
    'An entry of the access list has no known type.',
    'Use user, group, everyone, everyoneExceptGuests or externalGroup.',
  ),
  aclAccessType: invalidRequest(
    'InvalidAclAccessType',
    'An entry of the access list has no known accessType.',
    'Use grant or deny.',
  ),
  aclValue: invalidRequest(
    'InvalidAclValue',
    'An entry of the access list has no value.',
    'Send the object id of the user or group, or the id of the external group.',
  ),
  aclIdentitySource: invalidRequest(
    'InvalidAclIdentitySource',
    'An entry of the access list has an identity source that does not fit its type.',
    'Use azureActiveDirectory, or external for external groups. Map people of your source to users of the directory.',
  ),
  aclPeople: invalidRequest(
    'AclMustGrantEveryone',
    'Items of a people connection must be granted to everyone.',
    'Send acl: [{ "type": "everyone", "value": "everyone", "accessType": "grant" }].',
  ),
  propertiesMissing: invalidRequest(
    'MissingProperties',
    'The item has no properties.',
    'Send properties with at least one member of the schema.',
  ),
  propertyUnknown: invalidRequest(
    'PropertyNotInSchema',
    "The property '{name}' is not in the schema of the connection.",
    'Add it to the schema, or leave it away.',
  ),
  propertyTwice: invalidRequest(
    'DuplicateProperty',
    "The property '{name}' is sent twice in different spellings.",
    'Send it once, spelt as in the schema.',
  ),
  /** The text of contract: connectors 3.4, which clients show as it is. */
  propertyValue: {
    status: 400,
    code: 'BadRequest',
    message: 'Property {name} in payload has a value that does not match schema.',
    fix: 'The schema says {type}: send {example}.',
    inner: {
      code: 'PropertyTypeMismatch',
      message: 'Property {name} in payload has a value that does not match schema.',
    },
  },
  contentShape: invalidRequest(
    'InvalidContent',
    'The content must be an object with type text or html and a value of text.',
    'Send { "type": "text", "value": "…" }, or leave content away.',
  ),
  labelShape: invalidRequest(
    'InvalidInformationProtectionLabel',
    'The informationProtectionLabel must be an object with a sensitivityLabelId.',
    'Send { "sensitivityLabelId": "…" }, or leave it away.',
  ),
  activityRefused: invalidRequest(
    'InvalidActivity',
    'The activity was not kept: {reason}',
    'Correct it and send it again.',
  ),
  activitiesShape: invalidRequest(
    'InvalidActivities',
    'The activities must be a list with at least one entry.',
    'Send { "activities": [ … ] }.',
  ),
  tooManyActivities: invalidRequest(
    'TooManyActivities',
    'One call takes at most {limit} activities.',
    'Split the list over several calls.',
  ),
} as const satisfies Record<string, ErrorSpec>
