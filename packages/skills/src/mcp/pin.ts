import { createHash } from 'node:crypto'
import type { McpTool } from '@jumpseat/manifest'
import { isJsonObject, type JsonValue } from '@jumpseat/wire'
import type { Finding } from '../types.ts'
import { screenTool } from './screen.ts'

/** A tool as it was accepted. Plain data, for whoever keeps it. */
export interface AcceptedTool {
  readonly tool: McpTool
  /** Of everything that a model or a person is shown of it, and of its annotations. */
  readonly hash: string
}

/** A definition that waits to be looked at; `accepted` serves meanwhile, when there is one. */
export interface HeldTool {
  readonly tool: McpTool
  readonly hash: string
  readonly why: 'changed' | 'suspect'
  readonly accepted: AcceptedTool | undefined
  readonly findings: readonly Finding[]
}

export interface Review {
  /** What is offered now: the last good set. */
  readonly accepted: readonly AcceptedTool[]
  readonly held: readonly HeldTool[]
  /** Accepted before, and no longer on the server. */
  readonly gone: readonly string[]
}

/**
 * The tools of a server beside those that were accepted. A new tool is accepted when nothing speaks against it; a changed
 * one never by itself. Contract: packages 7.7. Approving a held tool is to put `{ tool, hash }` into the next `accepted`.
 */
export function reviewTools(accepted: readonly AcceptedTool[], listed: readonly McpTool[]): Review {
  const known = new Map(accepted.map((entry) => [entry.tool.name, entry]))
  const names = new Set(listed.map(({ name }) => name))
  const serving: AcceptedTool[] = []
  const held: HeldTool[] = []
  for (const tool of listed) {
    const hash = hashOf(tool)
    const before = known.get(tool.name)
    if (before?.hash === hash) {
      serving.push(before)
      continue
    }
    const findings = screenTool(tool, names)
    if (before === undefined && findings.length === 0) serving.push({ tool, hash })
    else held.push({ tool, hash, why: before === undefined ? 'suspect' : 'changed', accepted: before, findings })
    if (before !== undefined) serving.push(before)
  }
  return { accepted: serving, held, gone: [...known.keys()].filter((name) => !names.has(name)) }
}

/** SHA-256 over the definition with its members in order. `_meta` and icons are not part of what is called. */
export function hashOf({ name, description, inputSchema, document }: McpTool): string {
  const { title, outputSchema, annotations } = document
  const parts = { name, description, inputSchema, title, outputSchema, annotations }
  return createHash('sha256')
    .update(canonical(parts as unknown as JsonValue))
    .digest('hex')
}

function canonical(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isJsonObject(value)) return JSON.stringify(value ?? null)
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
  return `{${members.join(',')}}`
}
