import type { McpTool, PluginFunction } from '@jumpseat/manifest'
import { isJsonObject } from '@jumpseat/wire'
import { schemaReader } from '../schema/read.ts'
import type { McpServer, Skill } from '../types.ts'
import { confirmationOf, effectsOfTool } from './effects.ts'
import { declaredBy, skillIdOf, titleOf } from './skill.ts'

/** contract: packages 4.4 and 8.3, what is longer is not read */
const DESCRIPTION = 1024

/** The function that calls a tool. What the plugin says of it stands before what the server says. Contract: packages 8.3. */
export function skillOfTool(server: McpServer, tool: McpTool, fn?: PluginFunction): Skill {
  const { source } = server
  const effects = effectsOfTool(tool.document)
  const { title, annotations } = tool.document
  const called = [title, isJsonObject(annotations) ? annotations.title : undefined].find(
    (text) => typeof text === 'string',
  )
  const schema = fn?.parameters ?? tool.inputSchema
  const reader = schemaReader(schema)
  return {
    id: skillIdOf(source, tool.name),
    tenant: server.tenant,
    name: tool.name,
    title: called?.slice(0, 100) || titleOf(tool.name),
    description: (fn?.description ?? tool.description ?? '').slice(0, DESCRIPTION),
    parameters: reader.complete({ ...reader.read(schema), type: 'object' }),
    effects,
    authentication: server.authentication,
    confirmation: confirmationOf(effects, {}, fn?.confirmation),
    ...declaredBy(fn),
    source: fn === undefined ? source : { ...source, place: fn.pointer },
    binding: { kind: 'mcp', server: server.key, url: server.url, tool: tool.name },
  }
}
