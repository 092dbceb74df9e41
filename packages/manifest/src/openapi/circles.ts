// Which references of a document lead nowhere, out of it, or back to themselves. One pass, without recursion.
import { isJsonObject, type JsonObject, type JsonValue } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { below } from '../findings.ts'
import type { Place } from '../types.ts'
import { FILES } from './place.ts'
import { referenceOf, targetOf } from './references.ts'

/** Members that hold samples, in which `$ref` is data. */
const SAMPLES = new Set(['example', 'examples', 'default', 'enum', 'const'])

interface Visit {
  readonly pointer: string
  readonly value: JsonValue
}

export function checkReferences(context: Context, place: Place, root: JsonObject): void {
  /** Pointers of named parts, and the named parts that each refers to. */
  const edges = new Map<string, Set<string>>()
  for (const { pointer, reference } of referencesIn(root)) {
    const at = { file: place.file, pointer: `${place.pointer}${pointer}/$ref` }
    if (!reference.startsWith('#')) {
      context.report.add('openapi.ref-outside', at, { reference })
      continue
    }
    const target = targetOf(root, reference)
    if (target === undefined) {
      context.report.add('openapi.ref-missing', at, { reference })
      continue
    }
    const from = ownerOf(pointer)
    const known = edges.get(from)
    if (known === undefined) edges.set(from, new Set([target.pointer]))
    else known.add(target.pointer)
  }
  const circle = circleIn(edges)
  if (circle !== undefined) {
    context.report.add('openapi.circular', { file: place.file, pointer: place.pointer + circle }, { name: circle })
  }
}

function* referencesIn(root: JsonObject): Iterable<{ readonly pointer: string; readonly reference: string }> {
  const waiting: Visit[] = [{ pointer: '', value: root }]
  for (let visit = waiting.pop(); visit !== undefined; visit = waiting.pop()) {
    const { pointer, value } = visit
    const reference = referenceOf(value)
    if (reference !== undefined) yield { pointer, reference }
    if (Array.isArray(value)) {
      for (const [n, item] of value.entries()) waiting.push({ pointer: `${pointer}/${n}`, value: item })
    } else if (isJsonObject(value)) {
      for (const [key, inner] of Object.entries(value)) {
        const isRead = !SAMPLES.has(key) && (!key.startsWith('x-') || key === FILES)
        if (typeof inner === 'object' && inner !== null && isRead) {
          waiting.push({ pointer: below({ file: '', pointer }, key).pointer, value: inner })
        }
      }
    }
  }
}

/** `/components/schemas/Berth` for everything below it, `/definitions/Berth` in 2.0. */
function ownerOf(pointer: string): string {
  const parts = pointer.split('/')
  return parts.slice(0, parts[1] === 'components' ? 4 : 3).join('/')
}

/** A part that refers to itself, over others or not. */
function circleIn(edges: ReadonlyMap<string, ReadonlySet<string>>): string | undefined {
  const done = new Set<string>()
  for (const start of edges.keys()) {
    const path: { readonly node: string; readonly left: string[] }[] = []
    const open = new Set<string>()
    const enter = (node: string) => {
      path.push({ node, left: [...(edges.get(node) ?? [])] })
      open.add(node)
    }
    if (!done.has(start)) enter(start)
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const next = last.left.pop()
      if (next === undefined) {
        path.pop()
        open.delete(last.node)
        done.add(last.node)
      } else if (open.has(ownerOf(next))) return ownerOf(next)
      else if (!done.has(ownerOf(next))) enter(ownerOf(next))
    }
  }
  return undefined
}
