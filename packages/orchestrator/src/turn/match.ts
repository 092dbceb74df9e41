import { type Catalogue, catalogueOf, match as matchSkills, type Skill } from '@jumpseat/skills'
import { assemblePrompt } from '../prompt/assemble.ts'
import { clean } from '../prompt/clean.ts'
import { dayIn } from '../prompt/clock.ts'
import { skillsAtHand } from './at-hand.ts'
import { queryOf } from './ground.ts'
import { toolNames, toolOf } from './tools.ts'
import type { Candidate } from './types.ts'
import type { Step, Work } from './work.ts'

/** Made once for each set of functions: a catalogue of a thousand takes a tenth of a second. */
const catalogues = new WeakMap<readonly Skill[], Catalogue<Skill>>()

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
  const { scores } = matchSkills(catalogueFor(all), asked, { limit: context.settings.candidates })
  const tools = toolNames(scores.map(({ skill }) => skill))
  return Promise.all(
    scores.map(async ({ skill, total, isOffered, found }, index) => {
      const refusal = isOffered ? await refusalOf(work, skill, all) : 'others fit better'
      const reason =
        refusal ?? (found.length > 0 ? `fits by ${found.slice(0, 8).join(', ')}` : 'there are few functions')
      const candidate: Candidate = {
        skill: skill.id,
        name: skill.name,
        tool: tools[index] ?? skill.name,
        app: skill.source.app.name,
        score: Math.round(total * 1_000) / 1_000,
        reason,
        isOffered: refusal === undefined,
      }
      return { skill, candidate }
    }),
  )
}

function catalogueFor(skills: readonly Skill[]): Catalogue<Skill> {
  const known = catalogues.get(skills)
  if (known) return known
  const made = catalogueOf(skills)
  catalogues.set(skills, made)
  return made
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
