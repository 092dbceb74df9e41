import type { GroundingScope } from '@jumpseat/search'
import { type EditorialMatch, editorialAbout } from '../agents/editorial.ts'
import { filesAbout } from '../agents/knowledge.ts'
import { clean } from '../prompt/clean.ts'
import { topicWords } from '../prompt/words.ts'
import { plainText } from '../render/sanitise.ts'
import { cite } from './cite.ts'
import { disclose } from './disclose.ts'
import type { Source } from './types.ts'
import type { Step, Work } from './work.ts'

/** Few words of their own: the question goes on from the one before. */
const SHORT = 3
const MOST_ITEMS = 50
const MOST_EDITORIAL = 3
/** Characters of an addition that the model is shown. */
const ADDITION = 8_000

/** What the caller may read of the question: the index as the caller within the agent's scope, files of the agent, additions. */
export const ground: Step = async (work) => {
  const { turn, emit, context } = work
  emit({ type: 'state', state: 'searching' })
  const near = editorialAbout((await work.agent?.editorial.answers()) ?? [], turn.prompt.text)
  if (await answeredByEditor(work, near)) return 'answer'
  const [files, items] = await Promise.all([filesOf(work), itemsOf(work)])
  const found = [...additionsOf(work), ...editorialSources(work, near), ...files, ...items]
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

/** An editorial answer that fits is given word for word; one of a document elsewhere is cited. Contract: plugins-and-packages 3.3. */
async function answeredByEditor(work: Work, near: readonly EditorialMatch[]): Promise<boolean> {
  const { agent, turn, emit, context } = work
  const best = near.find(({ isAnswer }) => isAnswer)
  if (!best) return false
  turn.model = 'editorial'
  if (agent?.editorial.url !== undefined) {
    const { isInjection } = await context.checker('source', best.answer)
    turn.sources = editorialSources(work, [best]).map((found) => ({ ...found, n: 1, isSuspicious: isInjection }))
    turn.isTainted = true
  }
  await disclose(work)
  turn.text = plainText(best.answer)
  for (const { n } of turn.sources) {
    const cited = cite(turn, n)
    if (cited?.added) emit({ type: 'citation', citation: cited.added })
    if (cited) turn.text += ` [^${cited.n}^]`
  }
  emit({ type: 'text', delta: turn.text })
  return true
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

/** Editorial answers that are near enough to help. Contract: plugins-and-packages 3.3. */
const editorialSources = ({ agent }: Work, near: readonly EditorialMatch[]): Found[] =>
  near.slice(0, MOST_EDITORIAL).map(({ question, answer, likeness }) => ({
    kind: 'editorial',
    title: clean(question),
    url: agent?.editorial.url,
    from: agent?.name ?? '',
    passages: [clean(answer)],
    score: likeness / 10,
  }))

async function filesOf(work: Work): Promise<Found[]> {
  const found = await Promise.all(
    [work.agent, ...work.workers].map(async (agent) =>
      (agent === undefined ? [] : await filesAbout(agent, queryOf(work))).map(
        ({ name, passages, score }): Found => ({
          kind: 'file',
          title: clean(name),
          url: undefined,
          from: clean(agent?.name ?? ''),
          passages: passages.map(clean),
          score,
        }),
      ),
    ),
  )
  return found.flat()
}

async function itemsOf(work: Work): Promise<Found[]> {
  const { agent, workers } = work
  const own = agent === undefined ? [undefined] : [agent.knowledge]
  const scopes = [...own, ...workers.map(({ knowledge }) => knowledge)]
  const text = queryOf(work)
  if (text === '') return []
  const found = await Promise.all(
    scopes.map((knowledge, index) =>
      agent !== undefined && knowledge === undefined ? [] : search(work, text, knowledge?.scopes, index === 0),
    ),
  )
  return [...new Map(found.flat().map((source) => [JSON.stringify(source.item), source])).values()]
}

/** What the caller may read within the scopes; those that help out get half the room. */
async function search(
  { context, asker, turn }: Work,
  text: string,
  scopes: readonly GroundingScope[] | undefined,
  isLead: boolean,
): Promise<Found[]> {
  const { groundingItems, groundingPassages } = context.settings
  const found = await context.search.ground(asker.caller, {
    text,
    sentence: turn.prompt.text,
    scopes,
    limit: Math.min(MOST_ITEMS, isLead ? groundingItems : Math.ceil(groundingItems / 2)),
    passages: groundingPassages,
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
