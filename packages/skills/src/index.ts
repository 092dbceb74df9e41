export { type Caller, type CallerOptions, createCaller } from './call/caller.ts'
export {
  type Answered,
  type ArgumentProblem,
  type Budget,
  type CallContext,
  type CallReport,
  type CredentialAnswer,
  type CredentialNeed,
  type Credentials,
  DEFAULT_BUDGET,
  type Outcome,
  type Result,
  type SentRequest,
} from './call/types.ts'
export { skillsErrors } from './errors.ts'
export { type Lowered, lower } from './lower/lower.ts'
export { type ModelProfile, PROFILES, type ProfileName } from './lower/profiles.ts'
export { type Catalogue, catalogueOf, withMeaning } from './match/catalogue.ts'
export { DEFAULT_LIMIT, match } from './match/match.ts'
export type { Findable, Match, MatchOptions, MatchStep, Score } from './match/types.ts'
export type { Discovery } from './mcp/discover.ts'
export { type AcceptedTool, type HeldTool, type Review, reviewTools } from './mcp/pin.ts'
export { type OperationRead, readOperation } from './openapi/operation.ts'
export { buildRequest, type HttpRequest, type Presented } from './openapi/request.ts'
export type { Api, OperationPlace } from './openapi/types.ts'
export { type CheckedArguments, checkArguments } from './schema/check.ts'
export { type SchemaReader, schemaReader } from './schema/read.ts'
export { type SimpleBinding, type SimpleFunction, skillOfSimple } from './simple/bind.ts'
export { skillsOfPackage } from './sources/package.ts'
export type { SimpleBindings } from './sources/plugin.ts'
export { type AddedServer, addedServer } from './sources/server.ts'
export { joined } from './sources/set.ts'
export { type Origin, skillIdOf, titleOf } from './sources/skill.ts'
export type {
  Authentication,
  Binding,
  Body,
  BodyProperty,
  Confirmation,
  Effects,
  Finding,
  HttpBinding,
  McpBinding,
  McpServer,
  Operation,
  Parameter,
  Placement,
  Skill,
  SkillId,
  SkillSet,
  Source,
  Style,
  Unavailable,
} from './types.ts'
