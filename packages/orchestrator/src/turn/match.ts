import { assemblePrompt } from '../prompt/assemble.ts'
import type { Step } from './work.ts'

/** The functions that may fit, and the prompt. Contract: plugins-and-packages 7.2. */
export const match: Step = async ({ context, turn, agent, history }) => {
  turn.candidates = []
  const { timeZone } = turn.prompt
  turn.messages = assemblePrompt({
    prompt: turn.prompt,
    agent,
    history,
    sources: turn.sources,
    hasTools: turn.candidates.length > 0,
    reasoning: [],
    today: new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone }).format(context.now()),
  })
  return 'select'
}
