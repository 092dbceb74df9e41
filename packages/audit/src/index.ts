export type { AdminEntry, Recorder } from './types.ts'
