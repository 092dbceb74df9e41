import type { Proposal, QuestionContext } from './types.ts'

/** The filters that a question names by the schemas, and the text that is left. Where it is not clear, the words stay text. */
export function proposeFilters({ question }: QuestionContext): Proposal {
  return { filters: [], text: question.trim() === '' ? '*' : question.trim() }
}
