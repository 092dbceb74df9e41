export type { Egress, EgressInit, EgressPolicy } from './types.ts'
