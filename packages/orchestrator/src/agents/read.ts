import type { AppPackage, Capability, DeclarativeAgent } from '@jumpseat/manifest'
import type { GroundingScope } from '@jumpseat/search'
import { isJsonObject, type JsonObject, type JsonValue } from '@jumpseat/wire'
import type { DocumentReader } from '../documents/reader.ts'
import { type EditorialNeeds, editorialOf } from './editorial.ts'
import { embeddedFiles } from './files.ts'
import type { Agent } from './types.ts'

/** What agents are made with. */
export interface AgentNeeds extends Pick<EditorialNeeds, 'fetchText' | 'now'> {
  readonly documents: DocumentReader
}

/** The declarative agents of a package. What this server does not have is listed, and the agent runs without it. */
export function agentsOf(
  pkg: AppPackage,
  app: { readonly id: string; readonly version: string },
  { documents, fetchText, now }: AgentNeeds,
): Agent[] {
  const actions = actionsByKey(pkg)
  const all = [...pkg.declarativeAgents, ...pkg.workerAgents]
  const idOf = ({ id }: DeclarativeAgent) => `${app.id}.${id}`
  return all.map((declared) => {
    const { behaviorOverrides } = declared
    const capabilities = declared.capabilities.map((capability) => ({
      name: capability.name,
      ...availability(capability),
    }))
    const isThere = (name: string) => capabilities.some((one) => one.isAvailable && one.name === name)
    return {
      id: idOf(declared),
      appId: app.id,
      version: app.version,
      name: declared.name,
      description: declared.description,
      instructions: declared.instructions,
      // contract: plugins-and-packages 3.1 `depends_on`
      starters: declared.conversationStarters
        .filter(({ dependsOn }) => dependsOn.every(isThere))
        .map(({ title, text }) => ({ title, text })),
      disclaimer: declared.disclaimer,
      knowledge: knowledgeOf(declared),
      files: embeddedFiles(filesNamedBy(declared), pkg.files, documents),
      actions: declared.actions.flatMap(({ plugin }) => actions.get(plugin ?? '') ?? []),
      capabilities,
      suggestionsDisabled: behaviorOverrides.suggestionsDisabled,
      discourageModelKnowledge: behaviorOverrides.discourageModelKnowledge,
      editorial: editorialOf(declared.editorialAnswers, {
        fileAt: (path) => fileNamedBy(declared, pkg, path),
        fetchText,
        now,
      }),
      workers: declared.workerAgents.flatMap(({ id, file }) => id ?? all.filter((one) => one.file === file).map(idOf)),
      isWorkerOnly: pkg.workerAgents.includes(declared),
    }
  })
}

/** Ids of actions by the key of their plugin, as `skillsOfPackage` gives them: the namespace, numbered when it is taken. */
function actionsByKey({ plugins }: AppPackage): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  return new Map(
    plugins.map(({ key, namespace }) => {
      let free = namespace
      for (let count = 2; taken.has(free); count++) free = `${namespace}-${count}`
      taken.add(free)
      return [key, free]
    }),
  )
}

const NOTES: Readonly<Record<string, string>> = {
  GraphConnectors: 'Answers from connections that the person may read.',
  EmbeddedKnowledge: 'Answers from files of the package.',
}

function availability({ name }: Capability): { isAvailable: boolean; note: string } {
  const note = NOTES[name]
  return note === undefined ? { isAvailable: false, note: 'Not available here.' } : { isAvailable: true, note }
}

const settingsOf = ({ capabilities }: DeclarativeAgent, wanted: string): JsonObject | undefined =>
  capabilities.find(({ name }) => name === wanted)?.settings

/** Contract: connectors 7.5. Fails closed: a list that cannot be read is a scope in which nothing is. */
function knowledgeOf(agent: DeclarativeAgent): Agent['knowledge'] {
  const settings = settingsOf(agent, 'GraphConnectors')
  if (settings === undefined) return undefined
  const { connections } = settings
  if (connections === undefined) return { scopes: undefined }
  if (!Array.isArray(connections)) return { scopes: [] }
  return { scopes: connections.filter(isJsonObject).flatMap(scopeOf) }
}

function scopeOf(connection: JsonObject): GroundingScope[] {
  const { connection_id: connectionId, additional_search_terms: terms } = connection
  if (typeof connectionId !== 'string') return []
  if (terms !== undefined && typeof terms !== 'string') return []
  return [
    {
      connectionId,
      additionalSearchTerms: terms,
      itemIds: listOf(connection.items_by_external_id, 'item_id'),
      urls: listOf(connection.items_by_external_url, 'url'),
      paths: listOf(connection.items_by_path, 'path'),
      containerNames: listOf(connection.items_by_container_name, 'container_name'),
      containerUrls: listOf(connection.items_by_container_url, 'container_url'),
    },
  ]
}

/** Undefined when the list is not there; one that is there and holds nothing that can be read holds nothing. */
function listOf(list: JsonValue | undefined, name: string): string[] | undefined {
  if (list === undefined || list === null) return undefined
  if (!Array.isArray(list)) return []
  return list.flatMap((entry) => {
    const value = isJsonObject(entry) ? entry[name] : undefined
    return typeof value === 'string' ? [value] : []
  })
}

const filesNamedBy = (agent: DeclarativeAgent): string[] =>
  listOf(settingsOf(agent, 'EmbeddedKnowledge')?.files, 'file') ?? []

/** The file that is meant: from the agent's own folder on, or from the root. */
function fileNamedBy({ file }: DeclarativeAgent, { files }: AppPackage, path: string): Uint8Array | undefined {
  const place = (base: string) => decodeURIComponent(new URL(path, `file:///${base}`).pathname.slice(1))
  try {
    return files.get(place(file)) ?? files.get(place(''))
  } catch {
    return undefined
  }
}
