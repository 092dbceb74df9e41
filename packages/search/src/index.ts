export { searchErrors } from './errors.ts'
export type { GroundedSource, GroundingQuestion, GroundingScope } from './grounding/types.ts'
export { searchMigrations } from './migrations.ts'
export { proposeFilters } from './question/propose.ts'
export type {
  Proposal,
  ProposedFilter,
  QuestionConnection,
  QuestionContext,
  QuestionPerson,
  QuestionProperty,
} from './question/types.ts'
export { createSearch } from './service.ts'
export { type SearchSettings, searchSettings, searchSettingsTable } from './settings.ts'
export { itemSource } from './source.ts'
export type { EntryReport, Explanation, Search, SearchOptions, SearchRecorder } from './types.ts'
