// contract: packages 3, and the legacy nodes of 1.4.
import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { checkSchema } from '../schema/check.ts'
import { readDocument } from '../text/document.ts'
import { locate } from '../text/reference.ts'
import type { AgentAction, Capability, CustomEngineAgent, DeclarativeAgent } from '../types.ts'
import { startersOf } from './assemble.ts'
import { at, type Cursor, FEW, flagAt, items, members, objectAt, placeOf, textAt, textsAt, wordAt } from './cursor.ts'
import { formOf } from './form.ts'
import { translate } from './localization.ts'
import { readPlugin, readPluginAt } from './plugins.ts'

/** Agents of the app manifest, from wherever its versions keep them. */
export function readDeclarativeAgents(manifest: Cursor): readonly DeclarativeAgent[] {
  const current = items(at(at(manifest, 'copilotAgents'), 'declarativeAgents'), FEW)
  const legacy = items(at(at(manifest, 'copilotExtensions'), 'declarativeCopilots'), FEW)
  for (const entry of legacy)
    manifest.context.report.add('manifest.legacy-node', placeOf(entry), { node: 'copilotExtensions' })
  return [...current, ...legacy].flatMap((entry) => {
    const file = at(entry, 'file')
    const written = textAt(file)
    if (written === undefined) {
      manifest.context.report.add('agent.no-file', placeOf(entry))
      return []
    }
    const path = locate(manifest.context, placeOf(file), written)
    const agent = path === undefined ? undefined : readAgent(manifest.context, path, textAt(at(entry, 'id')))
    return agent === undefined ? [] : [agent]
  })
}

/** Agents that no manifest lists and that others name by their file, each once. Contract: packages 3.3. */
export function readWorkerAgents(context: Context, listed: readonly DeclarativeAgent[]): readonly DeclarativeAgent[] {
  const known = new Set(listed.map(({ file }) => file))
  const found: DeclarativeAgent[] = []
  const files = (agents: readonly DeclarativeAgent[]) =>
    agents.flatMap(({ workerAgents }) => workerAgents.flatMap(({ file }) => file ?? []))
  for (let open = files(listed); open.length > 0 && found.length < FEW; ) {
    const fresh = [...new Set(open)].filter((file) => context.files.has(file) && !known.has(file)).slice(0, FEW)
    for (const file of fresh) known.add(file)
    const agents = fresh.flatMap((file) => readAgent(context, file, undefined) ?? [])
    found.push(...agents)
    open = files(agents)
  }
  return found
}

/** The agent in the file `path`; `undefined` and a finding when there is none in it. */
export function readAgent(context: Context, path: string, id: string | undefined): DeclarativeAgent | undefined {
  const place = { file: path, pointer: '' }
  const written = readDocument(context, path)
  if (written === undefined) return undefined
  const document = translate(context, place, written)
  const isAgent =
    isJsonObject(document) &&
    (formOf(document) === 'declarativeAgent' || typeof own(document, 'instructions') === 'string')
  if (!isAgent) {
    context.report.add('agent.not-an-agent', place)
    return undefined
  }
  const cursor: Cursor = { context, ...place, value: document }
  const version = versionOf(cursor)
  checkSchema(context, 'declarativeAgent', version, place, written)
  return agentOf(cursor, document, version, id)
}

/** contract: packages 1.4, a file without a version is of 1.0. */
function versionOf(cursor: Cursor): string {
  const version = textAt(at(cursor, 'version'))
  if (version === undefined) cursor.context.report.add('agent.no-version', placeOf(cursor))
  return version ?? 'v1.0'
}

function agentOf(cursor: Cursor, document: JsonObject, version: string, id: string | undefined): DeclarativeAgent {
  const { report } = cursor.context
  const name = textAt(at(cursor, 'name'))
  if (name === undefined) report.add('agent.no-name', placeOf(cursor))
  const instructions = textAt(at(cursor, 'instructions')) ?? ''
  if (instructions === '') report.add('agent.no-instructions', placeOf(cursor))
  if (instructions.length > 8_000)
    report.add('agent.instructions-long', placeOf(at(cursor, 'instructions')), { length: instructions.length })
  const overrides = at(cursor, 'behavior_overrides')
  return {
    ...placeOf(cursor),
    id: id ?? textAt(at(cursor, 'id')) ?? cursor.file.replace(/^.*\//, '').replace(/\.[^.]*$/, ''),
    version,
    name: name ?? '',
    description: textAt(at(cursor, 'description')) ?? '',
    instructions,
    capabilities: capabilitiesOf(at(cursor, 'capabilities')),
    conversationStarters: startersOf(at(cursor, 'conversation_starters')),
    actions: items(at(cursor, 'actions'), FEW).flatMap((action) => actionOf(action) ?? []),
    behaviorOverrides: {
      suggestionsDisabled: flagAt(at(at(overrides, 'suggestions'), 'disabled')) ?? false,
      discourageModelKnowledge:
        flagAt(at(at(overrides, 'special_instructions'), 'discourage_model_knowledge')) ?? false,
      defaultResponseMode: textAt(at(overrides, 'default_response_mode')),
    },
    disclaimer: textAt(at(at(cursor, 'disclaimer'), 'text')),
    sensitivityLabelId: textAt(at(at(cursor, 'sensitivity_label'), 'id')),
    workerAgents: items(at(cursor, 'worker_agents')).flatMap((worker) => {
      const workerId = textAt(at(worker, 'id'))
      const written = textAt(at(worker, 'file'))
      const file =
        written && (locate(cursor.context, placeOf(at(worker, 'file')), written, 'reference.missing-extra') ?? written)
      return workerId === undefined && file === undefined
        ? []
        : [{ ...(workerId && { id: workerId }), ...(file && { file }) }]
    }),
    userOverrides: items(at(cursor, 'user_overrides')).flatMap((entry) => {
      const path = textAt(at(entry, 'path'))
      return path === undefined ? [] : [{ path, allowedActions: textsAt(at(entry, 'allowed_actions')) }]
    }),
    editorialAnswers: objectAt(at(cursor, 'editorial_answers')),
    document,
  }
}

const CAPABILITIES = [
  'WebSearch',
  'OneDriveAndSharePoint',
  'GraphConnectors',
  'GraphicArt',
  'CodeInterpreter',
  'Dataverse',
  'TeamsMessages',
  'Email',
  'People',
  'ScenarioModels',
  'Meetings',
  'EmbeddedKnowledge',
  'EmailActions',
  'MeetingActions',
] as const

const COUNT_AS_NONE = new Set(['items_by_url', 'items_by_sharepoint_ids'])

function capabilitiesOf(list: Cursor): readonly Capability[] {
  const seen = new Set<string>()
  return items(list).flatMap((cursor) => {
    const { report } = cursor.context
    const nameAt = typeof cursor.value === 'string' ? cursor : at(cursor, 'name')
    const name = wordAt(nameAt, CAPABILITIES)
    if (name === undefined || seen.has(name)) {
      report.add(name === undefined ? 'agent.capability-unknown' : 'agent.capability-twice', placeOf(cursor), {
        name: textAt(nameAt) ?? 'none',
      })
      return []
    }
    seen.add(name)
    return [{ ...placeOf(cursor), name, settings: typeof cursor.value === 'string' ? {} : settingsOf(cursor) }]
  })
}

/**
 * contract: packages 3.2, an empty list of sites or files counts as none. Any other stays, and names are read whatever
 * their case: what an agent is limited to is never widened because nothing is listed, or because of a capital letter.
 */
function settingsOf(capability: Cursor): JsonObject {
  const settings: JsonObject = {}
  for (const [key, { value, ...place }] of members(capability)) {
    const name = key.toLowerCase()
    if (name === 'name' || value === undefined || (name !== key && at(capability, name).pointer !== place.pointer))
      continue
    const isEmpty = Array.isArray(value) && value.length === 0
    const isNone = isEmpty && COUNT_AS_NONE.has(name)
    if (isEmpty)
      place.context.report.add(isNone ? 'agent.empty-list' : 'agent.empty-scope', placeOf(place), { name: key })
    if (!isNone) setOwn(settings, name, inLowerCase(value))
  }
  return settings
}

/** With the names of all members as the contract spells them; the first of two that differ in case only. */
function inLowerCase(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(inLowerCase)
  if (!isJsonObject(value)) return value
  const lower: JsonObject = {}
  for (const [key, inner] of Object.entries(value)) {
    const name = key.toLowerCase()
    if (!Object.hasOwn(lower, name)) setOwn(lower, name, inLowerCase(inner))
  }
  return lower
}

/** contract: packages 3.1 and C9: a file, or the plugin itself. */
function actionOf(action: Cursor): AgentAction | undefined {
  const { context } = action
  if (objectAt(action) === undefined) return undefined
  const written = textAt(at(action, 'file'))
  const inline = [action, at(action, 'plugin')].find(({ value }) => formOf(value) === 'plugin')
  const path = written === undefined ? undefined : locate(context, placeOf(at(action, 'file')), written)
  const plugin =
    path !== undefined ? readPlugin(context, path) : inline && readPluginAt(context, placeOf(inline), inline.value)
  if (written === undefined && inline === undefined) context.report.add('agent.action-empty', placeOf(action))
  return { ...placeOf(action), id: textAt(at(action, 'id')) ?? written ?? action.pointer, plugin: plugin?.key }
}

/** contract: packages 1.4. */
export function readCustomEngineAgents(manifest: Cursor): readonly CustomEngineAgent[] {
  const bots = items(at(manifest, 'bots')).flatMap((bot) => textAt(at(bot, 'botId')) ?? [])
  return items(at(at(manifest, 'copilotAgents'), 'customEngineAgents')).flatMap((cursor) => {
    const id = textAt(at(cursor, 'id'))
    if (id === undefined) {
      manifest.context.report.add('agent.engine-no-id', placeOf(cursor))
      return []
    }
    if (!bots.includes(id)) manifest.context.report.add('agent.engine-no-bot', placeOf(at(cursor, 'id')), { id })
    return [
      {
        ...placeOf(cursor),
        id,
        type: textAt(at(cursor, 'type')) ?? 'bot',
        disclaimer: textAt(at(at(cursor, 'disclaimer'), 'text')),
      },
    ]
  })
}
