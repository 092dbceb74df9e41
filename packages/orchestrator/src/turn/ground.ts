import { clean } from '../prompt/clean.ts'
import { topicWords } from '../prompt/words.ts'
import type { Source } from './types.ts'
import type { Step, Work } from './work.ts'

/** Few words of their own: the question goes on from the one before. */
const SHORT = 3
const MOST_ITEMS = 50
/** Characters of an addition that the model is shown. */
const ADDITION = 8_000

/** What the caller may read of the question: the index as the caller within the agent's scope, files of the agent, additions. */
export const ground: Step = async (work) => {
  const { turn, emit, context } = work
  emit({ type: 'state', state: 'searching' })
  const found = [...additionsOf(work), ...editorialOf(work), ...filesOf(work), ...(await itemsOf(work))]
  const judged = await Promise.all(
    found.map(async (source) => {
      const verdict = await context.checker('source', [source.title, ...source.passages].join('\n'))
      return { ...source, isSuspicious: verdict.isInjection }
    }),
  )
  turn.sources = judged.map((source, index) => ({ ...source, n: index + 1 }))
  turn.isTainted = turn.sources.length > 0 || work.historyIsTainted
  return 'match'
}

type Found = Omit<Source, 'n' | 'isSuspicious'>

const additionsOf = ({ turn }: Work): Found[] =>
  turn.prompt.additions.map(({ description, text }) => ({
    kind: 'addition',
    title: clean(description) || 'Added text',
    url: undefined,
    from: 'the client',
    passages: [clean(text).slice(0, ADDITION)],
    score: 1,
  }))

/** Editorial answers that are near enough to help, and not near enough to be the answer. See `editorial.ts`. */
const editorialOf = (_work: Work): Found[] => []

const filesOf = (_work: Work): Found[] => []

async function itemsOf(work: Work): Promise<Found[]> {
  const { context, asker, agent, turn } = work
  const text = queryOf(work)
  const hasKnowledge = agent === undefined || agent.knowledge !== undefined
  if (!hasKnowledge || text === '') return []
  const found = await context.search.ground(asker.caller, {
    text,
    sentence: turn.prompt.text,
    scopes: agent?.knowledge?.scopes,
    limit: Math.min(MOST_ITEMS, context.settings.groundingItems),
    passages: context.settings.groundingPassages,
  })
  return found.map((source) => ({
    kind: 'item',
    title: clean(source.title ?? source.itemId),
    url: source.url,
    from: clean(source.connectionName),
    passages: source.passages.map(clean),
    item: { connectionId: source.connectionId, itemId: source.itemId },
    iconUrl: source.iconUrl,
    sensitivityLabelId: source.sensitivityLabelId,
    modifiedAt: source.modifiedAt,
    score: source.score,
  }))
}

/** The words of the question that carry its topic; with those of the question before, when there are few. */
export function queryOf({ turn, history }: Work): string {
  const words = topicWords(turn.prompt.text)
  const before = words.length < SHORT ? topicWords(history.at(-1)?.prompt ?? '') : []
  return [...new Set([...words, ...before])].join(' ')
}
