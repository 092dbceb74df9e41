export type { Authority } from './types.ts'
