import type { ApiDocument, AppPackage } from '@jumpseat/manifest'
import type { Api } from '../openapi/types.ts'
import type { SkillSet } from '../types.ts'
import { skillsOfConnector } from './connector.ts'
import { apiOf } from './operation.ts'
import { type SimpleBindings, skillsOfPlugin } from './plugin.ts'
import { joined } from './set.ts'
import type { Origin } from './skill.ts'

/** The functions of a package: those of its plugins, and those of the MCP servers that its agent connectors name. Never throws for what a package holds. */
export function skillsOfPackage(pkg: AppPackage, origin: Origin, bindings: SimpleBindings = new Map()): SkillSet {
  const apis = new Map<ApiDocument, Api>()
  const apiFor = (document: ApiDocument) => {
    const api = apis.get(document) ?? apiOf(document)
    apis.set(document, api)
    return api
  }
  const actions = actionIds()
  const plugins = pkg.plugins.map((plugin) =>
    skillsOfPlugin({ plugin, origin, actionId: actions(plugin.namespace), apiFor, bindings }),
  )
  const connectors = pkg.agentConnectors.map((connector) => skillsOfConnector(connector, origin, actions(connector.id)))
  return joined([...plugins, ...connectors])
}

/** Two plugins may share a namespace; their functions may not share an id. */
function actionIds(): (id: string) => string {
  const taken = new Set<string>()
  return (id) => {
    let free = id
    for (let count = 2; taken.has(free); count++) free = `${id}-${count}`
    taken.add(free)
    return free
  }
}
