import { topicStems } from '../prompt/words.ts'
import { plainText } from '../render/sanitise.ts'
import type { Work } from './work.ts'

const MOST = 3

/** What could be asked next: from sources of this turn, which the person may read, and from the agent's starters. */
export function followUpsOf({ turn, agent, history }: Work): string[] {
  if (agent?.suggestionsDisabled) return []
  const asked = topicStems(turn.prompt.text)
  const said = new Set([turn.prompt.text, ...history.map(({ prompt }) => prompt)])
  const cited = new Set(turn.citations.map(({ source }) => source))
  const items = turn.sources.filter(({ kind, isSuspicious }) => kind === 'item' && !isSuspicious)
  const about = [...items.filter(({ n }) => !cited.has(n)), ...items.filter(({ n }) => cited.has(n))]
    .filter(({ title }) => [...topicStems(title)].some((stem) => !asked.has(stem)))
    .map(({ title }) => `What does “${plainText(title).slice(0, 80)}” say?`)
  const starters = (agent?.starters ?? []).map(({ text }) => plainText(text))
  return [...new Set([...about.slice(0, 2), ...starters, ...about.slice(2)])]
    .filter((text) => !said.has(text))
    .slice(0, MOST)
}
