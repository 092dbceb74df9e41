import type { SkillSet } from '../types.ts'

export const EMPTY: SkillSet = { skills: [], unavailable: [], findings: [], servers: [] }

export const joined = (sets: readonly SkillSet[]): SkillSet => ({
  skills: sets.flatMap(({ skills }) => skills),
  unavailable: sets.flatMap(({ unavailable }) => unavailable),
  findings: sets.flatMap(({ findings }) => findings),
  servers: sets.flatMap(({ servers }) => servers),
})
