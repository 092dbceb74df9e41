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
  answeredError: {
    status: 502,
    code: 'SkillAnsweredError',
    message: "'{name}' answered with the status {status}.",
    fix: 'Read what it said, and correct the arguments, the sign-in or the service.',
  },
  givenUp: {
    status: 499,
    code: 'SkillGivenUp',
    message: 'The call was given up before it was answered.',
    fix: 'Ask again; check first whether it was carried out.',
  },
  callBroken: {
    status: 502,
    code: 'SkillCallBroken',
    message: 'The call broke off for a reason that was not foreseen.',
    fix: 'See the log of the server; check whether the call was carried out before it is made again.',
  },
  signInNeeded: {
    status: 401,
    code: 'SkillSignInNeeded',
    message: "'{name}' can be called once the person has signed in.",
    fix: 'Sign in where the chat offers it.',
  },
  tooSlow: {
    status: 504,
    code: 'SkillTooSlow',
    message: "'{name}' did not answer in time.",
    fix: 'Try again later; check first whether it was carried out.',
  },
  toolError: {
    status: 502,
    code: 'SkillToolError',
    message: "The tool '{name}' says that it failed.",
    fix: 'Read what it said, and correct the arguments or the service.',
  },
  protocolError: {
    status: 502,
    code: 'SkillProtocolError',
    message: "The server of '{name}' refused the call ({code}).",
    fix: 'Check that the server still has this tool, and that the arguments fit its schema.',
  },
  toolName: {
    status: 422,
    code: 'SkillToolName',
    message: "The server lists a tool under the name '{name}', which cannot be used.",
    fix: 'Use letters, digits, underscores, hyphens, dots and slashes, at most 128 of them.',
  },
  toolSuspect: {
    status: 422,
    code: 'SkillToolSuspect',
    message: "The description of the tool '{name}' holds {what}.",
    fix: 'Read the description, and accept the tool if it means no harm.',
  },
  toolGone: {
    status: 404,
    code: 'SkillToolGone',
    message: "The server no longer lists the tool '{name}'.",
    fix: 'Ask whoever runs the server, or remove the function.',
  },
  tooManyTools: {
    status: 422,
    code: 'SkillTooManyTools',
    message: 'The server lists more than {limit} tools; the rest is left out.',
    fix: 'Split the server, or have it list fewer tools.',
  },
  signInUnserved: {
    status: 422,
    code: 'SkillSignInUnserved',
    message: "Calls sign in by '{scheme}', which is not served here.",
    fix: 'Offer an API key or OAuth 2.0 in the API description.',
  },
})
