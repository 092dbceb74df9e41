export {
  BATCH_LIMIT,
  type BatchAnswer,
  type BatchRequest,
  type BatchResponse,
  planBatch,
  runBatch,
} from './batch.ts'
export { digitsOf, exactJson, isPartOf, parseJson } from './digits.ts'
export { canonicalMember, lenientBoolean } from './enums.ts'
export { envelopeOf, type GraphError, type RequestIds } from './envelope.ts'
export {
  CodedError,
  defineErrors,
  type ErrorDetail,
  type ErrorMore,
  type ErrorParams,
  type ErrorSpec,
  placeIn,
  type TextProblem,
} from './errors.ts'
export { wireErrors } from './errors-common.ts'
export { MICROSOFT_HOSTS } from './hosts.ts'
export {
  type AppId,
  type Branded,
  type ConnectionId,
  type ExternalGroupId,
  type ItemId,
  isGuid,
  type ObjectId,
  type TenantId,
} from './ids.ts'
export { isJsonObject, type JsonObject, type JsonValue, member, own, setOwn } from './json.ts'
export { type CollectionOptions, collectionBody, collectionOptionsOf, type Page, project, selectOf } from './odata.ts'
export { atLeastOne, count, type PackageSetting, type SettingsOf, setting, settingsReader } from './settings.ts'
