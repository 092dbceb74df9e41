import type { Step } from './work.ts'

export const call: Step = async () => 'observe'
