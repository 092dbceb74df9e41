export { auditMigrations } from './records.ts'
export { type AuditRoutesOptions, auditRoutes } from './routes.ts'
export { createAudit } from './service.ts'
export type { AdminEntry, AdminRecord, Audit, ChainReport, ListOptions, Recorder } from './types.ts'
