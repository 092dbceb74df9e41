import { defineErrors } from '@jumpseat/wire'

export const directoryErrors = defineErrors({
  notFound: {
    status: 404,
    code: 'Request_ResourceNotFound',
    message: "Resource '{id}' does not exist or one of its queried reference-property objects are not present.",
    fix: 'Check the id; list the users or groups to see those that exist.',
  },
  valueRequired: {
    status: 400,
    code: 'Request_BadRequest',
    message: "A value is required for property '{property}' of resource '{resource}'.",
    fix: 'Send {property}: {rule}.',
  },
  invalidValue: {
    status: 400,
    code: 'Request_BadRequest',
    message: "Invalid value specified for property '{property}' of resource '{resource}'.",
    fix: 'Send {property} as {rule}.',
  },
  duplicateValue: {
    status: 400,
    code: 'Request_BadRequest',
    message: 'Another object with the same value for property {property} already exists.',
    fix: 'Choose another {property}, or change the object that has it.',
  },
  duplicateMember: {
    status: 400,
    code: 'Request_BadRequest',
    message: "One or more added object references already exist for the following modified properties: 'members'.",
    fix: 'Nothing to do: the object is a member of the group already.',
  },
  lastAdministrator: {
    status: 400,
    code: 'Request_BadRequest',
    message: 'The last global administrator who can sign in cannot be deleted, disabled or lose the role.',
    fix: 'Make another person a global administrator first.',
  },
  unsupportedQuery: {
    status: 400,
    code: 'Request_UnsupportedQuery',
    message: 'Unsupported or invalid query filter clause specified: {reason}.',
    fix: "Use eq, in and startswith on {properties}, joined with and, or and parentheses; for example displayName eq 'Maren Voss'.",
  },
  meNeedsUser: {
    status: 400,
    code: 'BadRequest',
    message: '/me request is only valid with delegated authentication flow.',
    fix: 'Sign a person in, or ask for /users/{id} instead.',
  },
  badCertificate: {
    status: 400,
    code: 'Request_BadRequest',
    message: "Invalid value specified for property 'keyCredentials' of resource 'Application'.",
    fix: 'Send one X.509 certificate in PEM, without its private key.',
  },
})
