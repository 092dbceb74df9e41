import type { McpTool } from '@jumpseat/manifest'
import { skillsErrors } from '../errors.ts'
import { findingOf } from '../findings.ts'
import type { Finding } from '../types.ts'

// Table: what a definition of a tool may not say. Source: security notes, tool poisoning and rug pulls. A match does not
// prove ill will; it means that a person looks before a model does.
const SIGNS: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  {
    what: 'characters that are not seen',
    pattern: /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u{e0000}-\u{e007f}]/u,
  },
  {
    what: 'orders to forget or override instructions',
    pattern:
      /\b(ignore|disregard|forget|override)\b.{0,40}\b(instruction|prompt|rule|guideline|polic|previous|above|prior)/is,
  },
  {
    what: 'orders to hide something',
    pattern:
      /\b(do not|don't|never|without)\b.{0,30}\b(tell|telling|mention|inform|reveal|show|notify|notifying|alert)\w*\b.{0,30}\b(user|anyone|person|human)/is,
  },
  {
    what: 'marks of a system prompt',
    pattern:
      /<\/?\s*(system|important|instructions?|secret|admin)\b[^>]{0,100}>|\[\s*(system|inst)\s*\]|^\s*system\s*:/im,
  },
  {
    what: 'orders about other tools',
    pattern:
      /\b(before|after|instead of)\b.{0,40}\b(any|every|all|each|other)\b.{0,20}\btools?\b|\balways\b.{0,20}\b(call|use|invoke)\b.{0,20}\b(this|first)/is,
  },
  {
    what: 'requests for secrets',
    pattern:
      /\b(read|send|include|pass|provide|attach)\b.{0,60}(\.ssh|id_rsa|\.env\b|api[ _-]?keys?|passwords?|credentials?|access tokens?|conversation history|system prompt)/is,
  },
  { what: 'data in disguise', pattern: /[A-Za-z0-9+/]{200,}={0,2}/ },
]

/** Texts of one definition that are looked at: also those deep within its schema. */
const MOST_TEXT = 50_000

/** What speaks against offering a tool to a model before a person has seen it. `names`: of the other tools. */
export function screenTool(tool: McpTool, names: ReadonlySet<string>): readonly Finding[] {
  const text = textsIn([tool.description ?? '', tool.document.title ?? '', tool.inputSchema])
    .join('\n')
    .slice(0, MOST_TEXT)
  const found = SIGNS.filter(({ pattern }) => pattern.test(text)).map(({ what }) => what)
  // A plain word may be the name of a tool; one with a mark in it is meant.
  const other = [...names].find(
    (name) => name !== tool.name && /[_\-.]|[a-z][A-Z]/.test(name) && mentions(tool.description ?? '', name),
  )
  if (other !== undefined) found.push(`the name of another tool, '${other.slice(0, 60)}'`)
  return found.map((what) => findingOf(skillsErrors.toolSuspect({ name: tool.name, what })))
}

function mentions(text: string, name: string): boolean {
  const at = text.indexOf(name)
  return at >= 0 && !/\w/.test(text[at - 1] ?? '') && !/\w/.test(text[at + name.length] ?? '')
}

function textsIn(value: unknown, depth = 20): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || depth === 0) return []
  return Object.entries(value).flatMap(([key, member]) => [key, ...textsIn(member, depth - 1)])
}
