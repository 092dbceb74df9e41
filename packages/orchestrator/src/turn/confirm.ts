import type { Step } from './work.ts'

export const confirm: Step = async () => 'call'
