import type { Skill } from '@jumpseat/skills'
import { type JsonObject, own } from '@jumpseat/wire'
import { plainText } from '../render/sanitise.ts'
import { derivedFrom } from './derived.ts'
import type { Call, Confirmation, Reason } from './types.ts'
import type { Step, Work } from './work.ts'

/** Lets a call through, or asks the person. Contract: plugins-and-packages 7.4; publishing-and-governance REQ-57, which wins. */
export const confirm: Step = async (work) => {
  const { turn, emit } = work
  for (const call of turn.calls) {
    if (call.state !== 'proposed') continue
    const skill = work.skills.get(call.tool)
    if (!skill) continue
    const why = reasonsOf(work, call, skill)
    if (why.reasons.length === 0) {
      call.state = 'allowed'
      continue
    }
    const confirmation = confirmationOf(work, call, skill, why)
    call.state = 'waiting'
    call.confirmation = confirmation
    emit({ type: 'confirmation', confirmation })
  }
  return turn.calls.some(({ state }) => state === 'waiting') ? 'wait' : 'call'
}

type Why = Pick<Confirmation, 'reasons' | 'derived'>

function reasonsOf(work: Work, call: Call, skill: Skill): Why {
  const { context, asker, turn } = work
  const { caller } = asker
  const { source, effects, confirmation } = skill
  const acts = confirmation.isConsequential || effects !== 'read'
  const isAllowed = confirmation.mayAlwaysAllow && context.hasConsent(caller, 'function', skill.id)
  const derived = turn.isTainted && context.settings.asksAboutDerived ? derivedFrom(work, skill, call.arguments) : []
  // A table: each reason by itself is enough to ask.
  const holds: Readonly<Record<Reason, boolean>> = {
    firstUse: !context.hasConsent(caller, 'app', source.app.id),
    effects: confirmation.isConsequential && !isAllowed,
    untrusted: acts && turn.isTainted,
    derived: derived.length > 0,
  }
  return { reasons: (Object.keys(holds) as Reason[]).filter((reason) => holds[reason]), derived }
}

function confirmationOf({ context, asker }: Work, call: Call, skill: Skill, why: Why): Confirmation {
  const { source, effects, confirmation } = skill
  const app = context.skills.app(asker, source.app.id)
  return {
    callId: call.id,
    skill: skill.id,
    functionName: plainText(skill.name),
    app: {
      id: source.app.id,
      name: plainText(source.app.name),
      ...(app?.privacyUrl === undefined ? {} : { privacyUrl: app.privacyUrl }),
      ...(app?.termsUrl === undefined ? {} : { termsUrl: app.termsUrl }),
    },
    title: plainText(confirmation.title ?? skill.title),
    body: plainText(bodyOf(confirmation.body ?? skill.description, call.arguments)),
    arguments: call.arguments,
    effects,
    ...why,
    mayAlwaysAllow: confirmation.mayAlwaysAllow,
  }
}

/** Contract: plugins-and-packages 2.4: `{{function.parameters.name}}`, unresolved is empty. */
function bodyOf(template: string, args: JsonObject): string {
  return template.replace(/\{\{\s*function\.parameters\.([\w-]+)\s*\}\}/g, (_whole, name: string) => {
    const value = own(args, name)
    return value === undefined || value === null
      ? ''
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value)
  })
}
