// Functions, and a service behind them that counts what really happened.
import type { CallReport, Skill, SkillId } from '@jumpseat/skills'
import type { JsonObject, JsonValue } from '@jumpseat/wire'
import type { CallSkill, SkillSource } from '../index.ts'
import { TENANT } from './world.ts'

export interface FunctionSpec {
  readonly name: string
  readonly title?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonObject>>
  readonly required?: readonly string[]
  /** A whole schema, instead of `properties` and `required`. */
  readonly parameters?: JsonObject
  readonly effects?: Skill['effects']
  readonly confirmation?: Partial<Skill['confirmation']>
  readonly app?: string
  readonly dataHandling?: readonly string[]
}

export function skillOf({
  name,
  title,
  description,
  properties = {},
  required,
  effects = 'read',
  ...more
}: FunctionSpec): Skill {
  const app = more.app ?? 'Berth Desk'
  const appId = `T_${app.toLowerCase().replaceAll(' ', '-')}`
  return {
    id: `${appId}/desk/${name}` as SkillId,
    tenant: TENANT,
    name,
    title: title ?? name,
    description: description ?? '',
    parameters: more.parameters ?? {
      type: 'object',
      properties: { ...properties },
      required: [...(required ?? Object.keys(properties))],
    },
    effects,
    authentication: { kind: 'none' },
    confirmation: {
      isConsequential: effects !== 'read',
      mayAlwaysAllow: false,
      title: undefined,
      body: undefined,
      ...more.confirmation,
    },
    response: undefined,
    states: { reasoning: undefined, responding: undefined },
    dataHandling: more.dataHandling,
    source: {
      app: { id: appId, version: '1.0.0', name: app },
      action: { id: 'desk', name: app, namespace: 'desk', description: '' },
      runtime: 'OpenApi',
      place: '',
    },
    binding: {
      kind: 'http',
      operation: {
        method: 'GET',
        server: 'https://desk.example',
        path: '',
        parameters: [],
        body: undefined,
        accept: '*/*',
      },
    },
  }
}

export const BERTHS: readonly FunctionSpec[] = [
  {
    name: 'findBerths',
    title: 'Find berths',
    description: 'List free berths for a ship of a length on a day.',
    properties: {
      length: { type: 'number', description: 'Length of the ship in metres' },
      day: { type: 'string', format: 'date' },
    },
    required: ['length'],
  },
  {
    name: 'bookBerth',
    title: 'Book berth',
    description: 'Book a berth for a vessel.',
    properties: {
      berth: { type: 'integer', description: 'Number of the berth' },
      vessel: { type: 'string', description: 'Name of the vessel' },
    },
    effects: 'write',
    confirmation: {
      title: 'Book this berth?',
      body: 'Berth {{function.parameters.berth}} for {{ function.parameters.vessel }}',
    },
  },
]

export function sourceOf(specs: readonly FunctionSpec[]): SkillSource & { remove(name: string): void } {
  let skills = specs.map(skillOf)
  return {
    skills: () => skills,
    unavailable: () => [],
    skill: (_asker, _agent, id) => skills.find((skill) => skill.id === id),
    app: (_asker, id) => ({ id, name: id, privacyUrl: 'https://desk.example/privacy', termsUrl: undefined }),
    remove(name) {
      skills = skills.filter((skill) => skill.name !== name)
    },
  }
}

export interface Made {
  readonly name: string
  readonly args: JsonObject
}

export type Answers = Readonly<Record<string, (args: JsonObject) => JsonValue | Partial<CallReport['outcome']>>>

/** Counts each call that reaches it, as the upstream would. */
export function upstream(answers: Answers = {}): { readonly made: Made[]; readonly call: CallSkill } {
  const made: Made[] = []
  return {
    made,
    call: async (skill, args) => {
      made.push({ name: skill.name, args })
      const data = answers[skill.name]?.(args) ?? { done: true }
      const outcome: CallReport['outcome'] =
        typeof data === 'object' && data !== null && 'kind' in data
          ? (data as CallReport['outcome'])
          : {
              kind: 'answered',
              status: 200,
              text: JSON.stringify(data),
              isShortened: false,
              data: data as JsonValue,
              results: [],
              findings: [],
              semantics: undefined,
            }
      return { skill: skill.id, effects: skill.effects, request: undefined, outcome, timing: { startedAt: 0, ms: 1 } }
    },
  }
}
