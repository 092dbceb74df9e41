import { own } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { below } from '../findings.ts'
import type { Resolved } from '../resolve/check.ts'
import { placeOf } from '../resolve/cursor.ts'
import type { DeclarativeAgent } from '../types.ts'
import { ADDRESS, EMOJI, mentions, STEERING } from './texts.ts'

export function checkAgents(context: Context, resolved: Resolved): void {
  for (const agent of resolved.declarativeAgents) {
    checkNames(context, agent, resolved)
    checkText(context, agent)
    checkStarters(context, agent)
    checkCapabilities(context, agent)
  }
  for (const engine of resolved.customEngineAgents) {
    const prompts = resolved.bots.flatMap(({ commands }) => commands.filter(({ scopes }) => scopes.includes('copilot')))
    if (prompts.length < 3) context.report.add('store.engine-prompts', placeOf(engine), { count: prompts.length })
  }
}

/** contract: packages 1.10, "Names". */
function checkNames(context: Context, agent: DeclarativeAgent, { manifest, plugins }: Resolved): void {
  if (manifest !== undefined && agent.name !== manifest.name.short) {
    context.report.add('store.names-differ', below(agent, 'name'), { name: agent.name, other: manifest.name.short })
  }
  for (const { plugin: key } of agent.actions) {
    const plugin = plugins.find((candidate) => candidate.key === key)
    if (plugin !== undefined && plugin.nameForHuman !== agent.name) {
      context.report.add('store.names-differ', below(plugin, 'name_for_human'), {
        name: plugin.nameForHuman,
        other: agent.name,
      })
    }
  }
}

function checkText(context: Context, agent: DeclarativeAgent): void {
  const place = below(agent, 'description')
  const { description } = agent
  if (ADDRESS.test(description)) context.report.add('store.address-in-description', place)
  if (EMOJI.test(description)) context.report.add('store.emoji', place)
  const steering = STEERING.exec(description)?.[0]
  if (steering !== undefined) context.report.add('store.steering', place, { words: steering })
}

/** contract: packages 1.10, "Prompts". */
function checkStarters(context: Context, agent: DeclarativeAgent): void {
  const count = agent.conversationStarters.length
  if (count < 3 || count > 6) context.report.add('store.starters', below(agent, 'conversation_starters'), { count })
}

/** contract: packages 1.10, "DA": what instructions should mention, any of these words. */
const MENTIONED: Readonly<Record<string, readonly string[]>> = {
  WebSearch: ['web', 'internet', 'online', 'site', 'sites'],
  GraphicArt: ['image', 'images', 'picture', 'pictures', 'art', 'illustration', 'graphic'],
  CodeInterpreter: ['code', 'Python', 'calculate', 'calculation', 'chart', 'analyse', 'analyze', 'data'],
}

function checkCapabilities(context: Context, agent: DeclarativeAgent): void {
  if (agent.capabilities.length === 0 && agent.actions.length === 0)
    context.report.add('store.no-knowledge', placeOf(agent))
  const text = agent.instructions.slice(0, 50_000)
  for (const capability of agent.capabilities) {
    const words = MENTIONED[capability.name]
    if (words !== undefined && !words.some((word) => mentions(text, word))) {
      context.report.add('store.capability-unmentioned', placeOf(capability), { name: capability.name })
    }
    const connections = own(capability.settings, 'connections')
    if (capability.name === 'GraphConnectors' && Array.isArray(connections)) {
      context.report.add('store.connection-ids', below(capability, 'connections'))
    }
  }
}
