import { isJsonObject, type JsonObject, type JsonValue, own } from '@jumpseat/wire'

/** What a reference within the document leads to. RFC 6901, in the fragment form; also where the percent-encoding is broken. */
export function targetOf(root: JsonObject, reference: string): JsonValue | undefined {
  if (reference === '#') return root
  if (!reference.startsWith('#/')) return undefined
  let at: JsonValue | undefined = root
  for (const step of reference.slice(2).split('/')) {
    const key = decoded(step).replace(/~1/g, '/').replace(/~0/g, '~')
    if (Array.isArray(at)) at = /^\d+$/.test(key) ? at[Number(key)] : undefined
    else at = isJsonObject(at) ? own(at, key) : undefined
  }
  return at
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}

/** One step of a JSON pointer. */
export const stepOf = (key: string) => key.replace(/~/g, '~0').replace(/\//g, '~1')
