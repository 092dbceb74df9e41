export { auditMigrations } from './migrations.ts'
export { type AuditRoutesOptions, auditRoutes } from './routes.ts'
export { createAudit } from './service.ts'
export type {
  AccessedResource,
  AdminEntry,
  AdminRecord,
  Audit,
  ChainReport,
  Interaction,
  InteractionPart,
  Interactions,
  ListOptions,
  Recorder,
  UsedFunction,
} from './types.ts'
