export { embedErrors } from './errors.ts'
export type { Embedder, Purpose } from './types.ts'
