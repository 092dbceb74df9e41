export { adminRoutes } from './admin/routes.ts'
export type { ConnectionSummary } from './admin/service.ts'
export type { ConnectorsOptions } from './context.ts'
export { type Connectors, createConnectors } from './create.ts'
export { connectorErrors } from './errors.ts'
export type { Asked } from './graph.ts'
export { type Direct, directItems } from './item/direct.ts'
export { plainTextOf } from './item/text.ts'
export { connectorsMigrations } from './migrations.ts'
export { canonicalPath } from './path.ts'
export { connectorsReader } from './reader.ts'
export { connectorRoutes } from './routes.ts'
export { type ConnectorSettings, connectorSettings, connectorSettingsTable } from './settings.ts'
export {
  type ConnectionDetails,
  type ConnectionRecord,
  type ConnectionState,
  type ConnectorsReader,
  type ContentCategory,
  type DisplayTemplate,
  IMPORTANCE_SCORES,
  type ImportanceScore,
  type ItemContent,
  PROPERTY_TYPES,
  type Principal,
  type PropertyBag,
  type PropertyRule,
  type PropertyType,
  type PropertyValue,
  RULE_OPERATIONS,
  type Schema,
  type SchemaProperty,
  type SearchSettings,
  type StoredItem,
} from './types.ts'
