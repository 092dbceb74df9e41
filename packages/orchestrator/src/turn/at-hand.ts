import type { Skill, SkillId } from '@jumpseat/skills'
import type { Agent } from '../agents/types.ts'
import { topicStems } from '../prompt/words.ts'
import type { Work } from './work.ts'

type Team = Pick<Work, 'context' | 'asker' | 'agent' | 'workers'>

/** The functions of the agent and of those that work for it; without workers the source's own list, which can be kept. */
export function skillsAtHand({ context, asker, agent, workers }: Team): readonly Skill[] {
  const own = context.skills.skills(asker, agent)
  if (workers.length === 0) return own
  return together([own, ...workers.map((worker) => context.skills.skills(asker, worker))])
}

/** Lists that were put together, by the first of them: what is made of the whole can then be kept as well. */
const teams = new WeakMap<readonly Skill[], { readonly parts: readonly (readonly Skill[])[]; readonly all: Skill[] }>()

function together(parts: readonly (readonly Skill[])[]): readonly Skill[] {
  const [own = []] = parts
  const known = teams.get(own)
  if (known && known.parts.length === parts.length && known.parts.every((part, n) => part === parts[n]))
    return known.all
  const all = parts.flat()
  teams.set(own, { parts, all })
  return all
}

export function skillAtHand({ context, asker, agent, workers }: Team, id: SkillId): Skill | undefined {
  const found = context.skills.skill(asker, agent, id)
  if (found || agent === undefined) return found
  for (const worker of workers) {
    const skill = context.skills.skill(asker, worker, id)
    if (skill) return skill
  }
  return undefined
}

/** Of one turn: each brings its instructions, its knowledge and its functions along. */
const MOST_WORKERS = 3

/**
 * Agents that the agent lists, that the person may use, and whose words fit the question, the best first. Their
 * instructions, knowledge and functions serve the turn; their cards are not shown. Contract: plugins-and-packages 3.3.
 */
export function workersFor(agent: Agent | undefined, usable: readonly Agent[], question: string): Agent[] {
  if (agent === undefined || agent.workers.length === 0) return []
  const asked = topicStems(question)
  const fitting = usable.flatMap((worker) => {
    const { id, appId, name, description, starters, isWorkerOnly } = worker
    const isListed = agent.workers.includes(id) || (!isWorkerOnly && agent.workers.includes(appId))
    if (id === agent.id || !isListed) return []
    const words = [name, description, ...starters.map(({ text }) => text)].join(' ')
    const shared = [...topicStems(words)].filter((stem) => asked.has(stem)).length
    return shared === 0 ? [] : [{ worker, shared }]
  })
  return fitting
    .toSorted((a, b) => b.shared - a.shared)
    .slice(0, MOST_WORKERS)
    .map(({ worker }) => worker)
}
