import type { JsonValue } from '@jumpseat/wire'

export type Read =
  | { readonly kind: 'json'; readonly value: JsonValue }
  | { readonly kind: 'text'; readonly text: string }

/** Levels of JSON that are taken; what is deeper would exhaust whoever walks it. */
const DEPTH = 200

/** The body of an answer. What says it is JSON and is not is a text; so is what is nested too deeply. */
export function readAnswer(contentType: string, text: string): Read {
  const bare = text.replace(/^\uFEFF/, '')
  const isLikely = /\bjson\b/i.test(contentType) || /^\s*[[{]/.test(bare)
  if (!isLikely || !isShallow(bare)) return { kind: 'text', text: bare }
  try {
    return { kind: 'json', value: JSON.parse(bare) }
  } catch {
    return { kind: 'text', text: bare }
  }
}

function isShallow(text: string): boolean {
  let depth = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (isQuoted) {
      if (char === '\\') at++
      else if (char === '"') isQuoted = false
    } else if (char === '"') isQuoted = true
    else if (char === '[' || char === '{') {
      if (++depth > DEPTH) return false
    } else if (char === ']' || char === '}') depth--
  }
  return true
}

/** What HTML says, without its marks, for a model that is told of an error page. */
export function plainText(contentType: string, text: string): string {
  if (!/\bhtml\b/i.test(contentType) && !/^\s*<(!doctype|html)/i.test(text)) return text
  return text
    .slice(0, 20_000)
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^>]{0,2000}>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
