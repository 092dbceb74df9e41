import { isJsonObject, type JsonObject, type JsonValue, own } from '@jumpseat/wire'

/** References that lead on to references; more is a circle. */
const MOST_STEPS = 32

export interface Target {
  readonly value: JsonValue
  /** Where it stands in the document, after the last reference. */
  readonly pointer: string
}

/**
 * What `node` stands for in `root`: itself, or what its `$ref` leads to. `undefined` when that is missing, outside the
 * document, or a circle of references alone. A schema that contains itself is no circle here: only the outermost
 * reference is followed, so that whoever walks on decides how deep.
 */
export function dereference(root: JsonObject, node: JsonValue | undefined, pointer = ''): Target | undefined {
  let target: Target | undefined = node === undefined ? undefined : { value: node, pointer }
  for (let steps = 0; steps < MOST_STEPS && target !== undefined; steps += 1) {
    const reference = referenceOf(target.value)
    if (reference === undefined) return target
    target = targetOf(root, reference)
  }
  return undefined
}

/** The text of `$ref`, where there is one. */
export function referenceOf(node: JsonValue | undefined): string | undefined {
  const reference = isJsonObject(node) ? own(node, '$ref') : undefined
  return typeof reference === 'string' ? reference : undefined
}

/** What `#/a/b` names in `root`; `undefined` for what is missing or lies in another document. */
export function targetOf(root: JsonObject, reference: string): Target | undefined {
  if (reference !== '#' && !reference.startsWith('#/')) return undefined
  const pointer = decoded(reference.slice(1))
  let value: JsonValue | undefined = root
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    value = Array.isArray(value) ? value[Number(key)] : isJsonObject(value) ? own(value, key) : undefined
  }
  return value === undefined ? undefined : { value, pointer }
}

/** The fragment of a reference is part of an address: `{` may be written `%7B`. */
function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}
