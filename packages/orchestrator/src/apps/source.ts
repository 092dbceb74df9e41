import type { Credentials, Skill, SkillId, Unavailable } from '@jumpseat/skills'
import type { ObjectId, TenantId } from '@jumpseat/wire'
import type { Agent } from '../agents/types.ts'
import type { Context } from '../context.ts'
import type { AppFace, SkillSource } from '../turn/ports.ts'
import type { Asker } from '../turn/types.ts'
import { switchedOff } from './records.ts'
import type { Access, Apps, InstalledApp } from './types.ts'

interface Needs extends Pick<Context, 'store'> {
  readonly apps: Apps
  readonly access: Access
  readonly credentials: Credentials
}

interface AtHand {
  readonly skills: readonly Skill[]
  readonly byId: ReadonlyMap<SkillId, Skill>
  readonly unavailable: readonly Unavailable[]
}

/** Lists that are kept: what is made of a list, such as a catalogue of words, is then made once. */
const KEPT = 200

/**
 * The functions of the installed apps that a person may use: allowed by an administrator, open to the person, and
 * switched on. Contract: publishing-and-governance REQ-13 and REQ-32.
 */
export function appSkills({ store, apps, access, credentials }: Needs): SkillSource {
  const kept = new Map<string, AtHand>()
  const offOf = store.remember(['chat_switches'], (key: string) => {
    const [tenantId = '', person = ''] = key.split(' ')
    return switchedOff(store, tenantId as TenantId, person as ObjectId)
  })
  const usable = ({ caller }: Asker): InstalledApp[] =>
    apps.list(caller.tenantId).filter(({ id, state }) => state === 'allowed' && access.mayUse(caller, id))

  const atHand = (asker: Asker, agent: Agent | undefined): AtHand => {
    const { tenantId, objectId } = asker.caller
    const off = offOf(`${tenantId} ${objectId}`)
    const open = usable(asker)
    const key = JSON.stringify([tenantId, apps.epoch(tenantId), open.map(({ id }) => id), off, agent?.id])
    const known = kept.get(key)
    if (known) return known
    const made = collect(open, new Set(off), agent)
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? '')
    kept.set(key, made)
    return made
  }

  const collect = (open: readonly InstalledApp[], off: ReadonlySet<string>, agent: Agent | undefined): AtHand => {
    const isOn = ({ source }: Pick<Skill, 'source'>) => !off.has(`${source.app.id}/${source.action.id}`)
    const isOfAgent = ({ source }: Pick<Skill, 'source'>) =>
      agent === undefined || (source.app.id === agent.appId && agent.actions.includes(source.action.id))
    const all = open
      .flatMap(({ skills, live }) => [...skills.skills, ...live])
      .filter((skill) => isOn(skill) && isOfAgent(skill))
    const skills = all.filter(({ authentication }) => credentials.serves(authentication))
    const unavailable = [
      ...open.flatMap((app) => app.skills.unavailable).filter((one) => isOn(one) && isOfAgent(one)),
      ...all.filter(({ authentication }) => !credentials.serves(authentication)).map(signInMissing),
    ]
    return { skills, unavailable, byId: new Map(skills.map((skill) => [skill.id, skill])) }
  }

  return {
    skills: (asker, agent) => atHand(asker, agent).skills,
    unavailable: (asker, agent) => atHand(asker, agent).unavailable,
    skill: (asker, agent, id) => atHand(asker, agent).byId.get(id),
    app: ({ caller }, id) => {
      const app = apps.get(caller.tenantId, id)
      return app && faceOf(app)
    },
  }
}

const signInMissing = ({ id, name, title, description, source }: Skill): Unavailable => ({
  id,
  name,
  title,
  description,
  source,
  reason: {
    code: 'SignInNotAvailable',
    message: 'Sign-in not available yet.',
    fix: 'This function needs an account of the person, which this server cannot hold yet.',
    place: source.place,
  },
})

export function faceOf({ id, name, pkg }: InstalledApp): AppFace {
  const { privacyUrl, termsOfUseUrl } = pkg.manifest?.developer ?? {}
  return { id, name, privacyUrl: privacyUrl || undefined, termsUrl: termsOfUseUrl || undefined }
}
