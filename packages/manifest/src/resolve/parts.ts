// contract: packages 1.2, 1.5, 1.7: bots, connectors, skills, icons.
import { isJsonObject } from '@jumpseat/wire'
import { decode } from '../text/decode.ts'
import { locate } from '../text/reference.ts'
import { parseYaml } from '../text/yaml.ts'
import type { AgentConnector, AgentSkill, Bot, GraphConnector, Icon } from '../types.ts'
import { at, type Cursor, FEW, flagAt, items, objectAt, placeOf, textAt, wordAt } from './cursor.ts'
import { readPlugin } from './plugins.ts'
import { readTools } from './runtimes.ts'

const SCOPES = ['personal', 'team', 'groupChat', 'copilot'] as const

/** contract: packages 1.2, old files write `groupchat`. */
export function readBots(manifest: Cursor): readonly Bot[] {
  return items(at(manifest, 'bots')).flatMap((cursor) => {
    const botId = textAt(at(cursor, 'botId'))
    if (botId === undefined) {
      cursor.context.report.add('bot.no-id', placeOf(cursor))
      return []
    }
    return [
      {
        ...placeOf(cursor),
        botId,
        scopes: scopesOf(at(cursor, 'scopes')),
        isNotificationOnly: flagAt(at(cursor, 'isNotificationOnly')) ?? false,
        commands: items(at(cursor, 'commandLists')).flatMap((list) => {
          const scopes = scopesOf(at(list, 'scopes'))
          return items(at(list, 'commands')).flatMap((command) => {
            const title = textAt(at(command, 'title'))
            if (title === undefined) return []
            return [
              { title, description: textAt(at(command, 'description')), prompt: textAt(at(command, 'prompt')), scopes },
            ]
          })
        }),
      },
    ]
  })
}

function scopesOf(list: Cursor): readonly string[] {
  return items(list).flatMap((item) => {
    const scope = wordAt(item, SCOPES)
    if (scope === undefined) item.context.report.add('bot.scope', placeOf(item), { scope: textAt(item) ?? '' })
    else if (scope !== item.value)
      item.context.report.add('bot.scope-spelling', placeOf(item), { scope: String(item.value), used: scope })
    return scope ?? []
  })
}

export function readAgentConnectors(manifest: Cursor): readonly AgentConnector[] {
  return items(at(manifest, 'agentConnectors'), FEW).flatMap((cursor) => {
    const id = textAt(at(cursor, 'id'))
    if (id === undefined) {
      cursor.context.report.add('connector.no-id', placeOf(cursor))
      return []
    }
    const remote = at(at(cursor, 'toolSource'), 'remoteMcpServer')
    const authorization = at(remote, 'authorization')
    return [
      {
        ...placeOf(cursor),
        id,
        displayName: textAt(at(cursor, 'displayName')) ?? id,
        // contract: packages C1, an example nests a file here.
        description: isJsonObject(at(cursor, 'description').value) ? undefined : textAt(at(cursor, 'description')),
        source: sourceOf(cursor),
        authType: textAt(at(authorization, 'type')) ?? 'None',
        referenceId: textAt(at(authorization, 'referenceId')),
      },
    ]
  })
}

function sourceOf(connector: Cursor): AgentConnector['source'] {
  const { context } = connector
  const source = at(connector, 'toolSource')
  const remote = at(source, 'remoteMcpServer')
  const url = textAt(at(remote, 'mcpServerUrl'))
  if (url !== undefined) {
    if (!/^(?:https|wss):\/\//i.test(url)) context.report.add('mcp.url', placeOf(at(remote, 'mcpServerUrl')), { url })
    const nested = at(remote, 'mcpToolDescription')
    const tools = readTools(objectAt(nested) === undefined ? fileOnly(at(connector, 'description')) : nested)
    return { kind: 'remoteMcpServer', url, tools, isLive: tools.length === 0 }
  }
  const plugin = at(at(source, 'plugin'), 'file')
  const written = textAt(plugin)
  if (written !== undefined) {
    const path = locate(context, placeOf(plugin), written)
    return { kind: 'plugin', plugin: path === undefined ? undefined : readPlugin(context, path)?.key }
  }
  const identifier = textAt(at(at(source, 'localMcpServer'), 'mcpServerIdentifier'))
  context.report.add(identifier === undefined ? 'connector.no-source' : 'connector.local', placeOf(connector))
  return identifier === undefined ? { kind: 'none' } : { kind: 'localMcpServer', identifier }
}

function fileOnly(cursor: Cursor): Cursor {
  return isJsonObject(cursor.value) ? cursor : { ...cursor, value: undefined }
}

/** contract: packages 1.5: a folder with a `SKILL.md`, whose front matter names it. */
export function readAgentSkills(manifest: Cursor): readonly AgentSkill[] {
  const { context } = manifest
  return items(at(manifest, 'agentSkills'), FEW).flatMap((cursor) => {
    const folder = textAt(at(cursor, 'folder'))
      ?.replaceAll('\\', '/')
      .replace(/^\.?\/+|\/+$/g, '')
    const path = folder === undefined ? undefined : locate(context, placeOf(at(cursor, 'folder')), `${folder}/SKILL.md`)
    const bytes = path === undefined ? undefined : context.files.get(path)
    if (folder === undefined || path === undefined || bytes === undefined) return []
    const { head, body } = frontMatter(decode(bytes).text)
    const described: Cursor = { context, file: path, pointer: '', value: head }
    const name = textAt(at(described, 'name'))
    if (name === undefined) context.report.add('skill.no-name', { file: path, pointer: '' })
    const inside = path.slice(0, -'SKILL.md'.length)
    const resources = [...context.files.keys()].filter((file) => file.startsWith(inside) && file !== path)
    for (const file of resources) context.used.add(file)
    return [
      {
        file: path,
        pointer: '',
        folder,
        name: name ?? folder,
        description: textAt(at(described, 'description')),
        instructions: body,
        resources,
      },
    ]
  })
}

function frontMatter(text: string) {
  const end = text.startsWith('---') ? text.indexOf('\n---', 3) : -1
  if (end === -1) return { head: undefined, body: text.trim() }
  return { head: parseYaml(text.slice(3, end)).value, body: text.slice(end + 4).trim() }
}

export function readGraphConnector(manifest: Cursor): GraphConnector | undefined {
  const cursor = at(manifest, 'graphConnector')
  if (objectAt(cursor) === undefined) return undefined
  const notificationUrl = textAt(at(cursor, 'notificationUrl'))
  if (notificationUrl === undefined) cursor.context.report.add('graph-connector.no-url', placeOf(cursor))
  if (textAt(at(at(manifest, 'webApplicationInfo'), 'id')) === undefined)
    cursor.context.report.add('graph-connector.no-app', placeOf(cursor))
  return { ...placeOf(cursor), notificationUrl: notificationUrl ?? '' }
}

/** contract: packages 1.7, pixels. */
const SIZES = { color: 192, outline: 32, color32x32: 32 } as const
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

export function readIcons(manifest: Cursor): readonly Icon[] {
  const { context } = manifest
  const icons = at(manifest, 'icons')
  return (['color', 'outline', 'color32x32'] as const).flatMap((role) => {
    const cursor = at(icons, role)
    const written = textAt(cursor)
    if (written === undefined) {
      if (role !== 'color32x32') context.report.add('icon.missing', placeOf(cursor), { role })
      return []
    }
    const path = locate(context, placeOf(cursor), written, 'icon.missing-file')
    const size = path === undefined ? undefined : pngSize(context.files.get(path))
    if (path !== undefined && size === undefined) context.report.add('icon.not-png', placeOf(cursor), { path })
    else if (size !== undefined && (size.width !== SIZES[role] || size.height !== SIZES[role])) {
      context.report.add('icon.size', placeOf(cursor), {
        path: path ?? '',
        role,
        width: size.width,
        height: size.height,
        wanted: SIZES[role],
      })
    }
    return [{ ...placeOf(cursor), role, path: path ?? written, width: size?.width, height: size?.height }]
  })
}

function pngSize(bytes: Uint8Array | undefined): { width: number; height: number } | undefined {
  if (bytes === undefined || bytes.length < 24) return undefined
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!buffer.subarray(0, 8).equals(PNG)) return undefined
  return { width: buffer.readUInt32BE(16), height: buffer.readUInt32BE(20) }
}
