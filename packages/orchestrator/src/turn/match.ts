import { match as matchSkills, type Skill } from '@jumpseat/skills'
import { assemblePrompt } from '../prompt/assemble.ts'
import { clean } from '../prompt/clean.ts'
import { dayIn } from '../prompt/clock.ts'
import { skillsAtHand } from './at-hand.ts'
import { catalogueFor, questionVector } from './catalogue.ts'
import { queryOf } from './ground.ts'
import { toolNames, toolOf } from './tools.ts'
import type { Candidate } from './types.ts'
import type { Step, Work } from './work.ts'

/** The functions that may fit, and the prompt. Contract: plugins-and-packages 7.2. */
export const match: Step = async (work) => {
  const { context, turn, agent, history } = work
  const all = skillsAtHand(work)
  const judged = await candidatesOf(work, all)
  turn.candidates = judged.map(({ candidate }) => candidate)
  const offered = judged.filter(({ candidate }) => candidate.isOffered)
  work.tools = offered.map(({ candidate, skill }) => toolOf(candidate.tool, skill, work.profile))
  work.skills = new Map(offered.map(({ candidate, skill }) => [candidate.tool, skill]))
  turn.messages = assemblePrompt({
    prompt: turn.prompt,
    agent,
    workers: work.workers,
    history,
    sources: turn.sources,
    hasTools: offered.length > 0,
    reasoning: offered.flatMap(({ skill }) => [
      ...linesOf(skill.states.reasoning?.instructions),
      ...linesOf(skill.states.responding?.instructions),
    ]),
    today: dayIn(turn.prompt.timeZone, context.now()),
  })
  return 'select'
}

interface Judged {
  readonly skill: Skill
  readonly candidate: Candidate
}

/** The best of the ladder with their scores; those that are not offered say why. */
async function candidatesOf(work: Work, all: readonly Skill[]): Promise<Judged[]> {
  if (all.length === 0) return []
  const { context, turn } = work
  const asked = [turn.prompt.text, queryOf(work)].join('\n')
  const catalogue = await catalogueFor(context.embedder, all)
  const vector = catalogue.meaning && (await questionVector(context.embedder, turn.prompt.text))
  const { scores } = matchSkills(catalogue, asked, { limit: context.settings.candidates, vector })
  const tools = toolNames(scores.map(({ skill }) => skill))
  return Promise.all(
    scores.map(async ({ skill, total, isOffered, found, steps, parts }, index) => {
      const refusal = isOffered ? await refusalOf(work, skill, all) : 'others fit better'
      const reason = refusal ?? fitOf(found, steps)
      const candidate: Candidate = {
        skill: skill.id,
        name: skill.name,
        tool: tools[index] ?? skill.name,
        app: skill.source.app.name,
        score: rounded(total, 1_000),
        reason,
        matched: steps,
        ...(parts.meaning === undefined ? {} : { meaning: rounded(parts.meaning, 100) }),
        isOffered: refusal === undefined,
      }
      return { skill, candidate }
    }),
  )
}

const rounded = (value: number, parts: number) => Math.round(value * parts) / parts

function fitOf(found: readonly string[], steps: Candidate['matched']): string {
  if (found.length > 0) return `fits by ${found.slice(0, 8).join(', ')}`
  return steps.length > 0 ? 'fits by its meaning' : 'there are few functions'
}

/** Why a function that fits is not offered all the same. Contract: plugins-and-packages 2.5 and 7.8. */
async function refusalOf({ context, turn }: Work, skill: Skill, all: readonly Skill[]): Promise<string | undefined> {
  const { isInjection } = await context.checker('tool', [skill.name, skill.title, skill.description].join('\n'))
  if (isInjection) return 'its description reads like orders to a model'
  const mixes = turn.sources.length > 0 || all.some(({ source }) => source.app.id !== skill.source.app.id)
  if (context.settings.dataHandling === 'enforce' && skill.dataHandling === undefined && mixes)
    return 'it does not declare how it handles data, so it is not used together with others'
  return undefined
}

const linesOf = (text: string | readonly string[] | undefined): string[] =>
  (typeof text === 'string' ? [text] : [...(text ?? [])]).map((line) => clean(line).slice(0, 2_000))
