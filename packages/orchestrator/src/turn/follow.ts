import type { Agent } from '../agents/types.ts'
import { topicStems } from '../prompt/words.ts'
import { plainText } from '../render/sanitise.ts'
import type { Source } from './types.ts'
import type { Work } from './work.ts'

const MOST = 3
const FIRST = 2

/** What could be asked next: from sources of this turn, which the person may read, and from the agent's starters. */
export function followUpsOf({ turn, agent, history }: Work): string[] {
  if (agent?.suggestionsDisabled) return []
  const asked = topicStems(turn.prompt.text)
  const said = new Set([turn.prompt.text, ...history.map(({ prompt }) => prompt)])
  const cited = new Set(turn.citations.map(({ source }) => source))
  const items = turn.sources.filter(({ kind, isSuspicious }) => kind === 'item' && !isSuspicious)
  const about = [...items.filter(({ n }) => !cited.has(n)), ...items.filter(({ n }) => cited.has(n))]
  const chosen = new Set<string>()
  for (const text of inOrder(newsOf(about, asked), agent?.starters ?? [])) {
    if (!said.has(text)) chosen.add(text)
    if (chosen.size === MOST) break
  }
  return [...chosen]
}

/** Those that name something that was not asked about. */
function* newsOf(sources: readonly Source[], asked: ReadonlySet<string>): Generator<Source> {
  for (const source of sources) if ([...topicStems(source.title)].some((stem) => !asked.has(stem))) yield source
}

/** Two from the sources, then the agent's own; none is made before it is asked for. */
function* inOrder(news: Generator<Source>, starters: Agent['starters']): Generator<string> {
  for (let n = 0; n < FIRST; n++) {
    const next = news.next()
    if (next.done !== true) yield questionAbout(next.value.title)
  }
  for (const { text } of starters) yield plainText(text)
  for (const { title } of news) yield questionAbout(title)
}

const questionAbout = (title: string) => `What does “${plainText(title).slice(0, 80)}” say?`
