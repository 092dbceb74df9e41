import type { Step } from './work.ts'

/** What came back goes to the model as data, each result under its call. */
export const observe: Step = async ({ turn }) => {
  const told = turn.calls.filter(({ result, state }) => result === undefined && state === 'refused')
  for (const call of told) call.result = call.problem ?? ''
  turn.messages.push({
    role: 'tool',
    content: told.map(({ id, tool, result }) => ({
      type: 'tool-result',
      toolCallId: id,
      toolName: tool,
      output: { type: 'error-text', value: result ?? '' },
    })),
  })
  return 'select'
}
