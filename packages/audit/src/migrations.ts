import { interactionMigrations } from './interaction-records.ts'
import { entryMigrations } from './records.ts'

export const auditMigrations = [...entryMigrations, ...interactionMigrations]
