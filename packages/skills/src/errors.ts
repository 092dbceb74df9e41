import { defineErrors } from '@jumpseat/wire'

/** Why a function cannot be called, or why a call failed. The same entries serve as findings on what was read. */
export const skillsErrors = defineErrors({
  documentInvalid: {
    status: 422,
    code: 'SkillDocumentInvalid',
    message: 'The API description cannot be read: {reason}.',
    fix: 'Give an OpenAPI 3.0 or 3.1 document, or a Swagger 2.0 one, in JSON or YAML.',
  },
  serverMissing: {
    status: 422,
    code: 'SkillServerMissing',
    message: 'The API description names no address that can be called ({reason}).',
    fix: 'Name an absolute https address as the first entry of "servers".',
  },
  operationMissing: {
    status: 422,
    code: 'SkillOperationMissing',
    message: "No operation or tool is called '{name}'.",
    fix: 'Use the operationId, or the name of the tool, as the name of the function.',
  },
  operationUnsupported: {
    status: 422,
    code: 'SkillOperationUnsupported',
    message: "The operation '{name}' cannot be called: {reason}.",
    fix: 'Describe the operation in a way that can be called.',
  },
  referenceUnresolved: {
    status: 422,
    code: 'SkillReferenceUnresolved',
    message: "The reference '{reference}' leads nowhere in this document.",
    fix: 'Put the definition into the same document.',
  },
  argumentRenamed: {
    status: 200,
    code: 'SkillArgumentRenamed',
    message: "The name '{name}' is used in two places; the one in the {place} is called '{argument}'.",
    fix: 'Give each parameter and each property of the body a name of its own.',
  },
  argumentUnknown: {
    status: 200,
    code: 'SkillArgumentUnknown',
    message: "The operation has no parameter '{name}', and no body that could hold it: it is not sent.",
    fix: 'Use the names of the API description in the parameters of the function.',
  },
  notBound: {
    status: 422,
    code: 'SkillNotBound',
    message: "The function '{name}' says what it is, and not where it is called.",
    fix: 'Bind it to an HTTP address or to a tool of an MCP server.',
  },
  runtimeUnserved: {
    status: 422,
    code: 'SkillRuntimeUnserved',
    message: "'{name}' runs as '{runtime}', which is not served here.",
    fix: 'Offer the function as an OpenAPI operation or as a tool of a remote MCP server.',
  },
  unexpected: {
    status: 500,
    code: 'SkillUnexpected',
    message: "'{name}' could not be read for a reason that was not foreseen.",
    fix: 'See the log of the server, and report what you find there.',
  },
  argumentRefused: {
    status: 400,
    code: 'SkillArgumentRefused',
    message: "The argument '{name}' cannot be sent: {reason}.",
    fix: 'Give another value.',
  },
  signInUnserved: {
    status: 422,
    code: 'SkillSignInUnserved',
    message: "Calls sign in by '{scheme}', which is not served here.",
    fix: 'Offer an API key or OAuth 2.0 in the API description.',
  },
})
