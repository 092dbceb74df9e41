import { isJsonObject, type JsonObject, type JsonValue, own } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { below } from '../findings.ts'
import type { ApiOperation, Place } from '../types.ts'
import { dereference } from './references.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const
const MOST_OPERATIONS = 2_000

/** Every operation of a document, in its order, under a name that no other has. */
export function operationsOf(context: Context, place: Place, root: JsonObject): readonly ApiOperation[] {
  const found: ApiOperation[] = []
  const taken = new Set<string>()
  for (const { path, pathItem, pointer, method, operation } of declared(root)) {
    const at = { file: place.file, pointer: `${place.pointer}${pointer}` }
    if (found.length >= MOST_OPERATIONS) {
      context.report.add('openapi.too-many-operations', place, { limit: MOST_OPERATIONS })
      break
    }
    const written = own(operation, 'operationId')
    const operationId = typeof written === 'string' && written.trim() !== '' ? written : undefined
    if (operationId === undefined)
      context.report.add('openapi.operation-id', at, { method: method.toUpperCase(), path })
    const plain = operationId === undefined ? madeName(method, path) : plainName(operationId)
    const name = freeName(plain, taken)
    if (name !== plain) context.report.add('openapi.operation-twice', at, { name: plain, used: name })
    taken.add(name)
    found.push({ name, operationId, method, path, pointer, pathItem, operation })
  }
  if (found.length === 0) context.report.add('openapi.no-operations', place)
  return found
}

interface Declared {
  readonly path: string
  readonly pathItem: JsonObject
  readonly pointer: string
  readonly method: string
  readonly operation: JsonObject
}

function* declared(root: JsonObject): Iterable<Declared> {
  const paths = own(root, 'paths')
  if (!isJsonObject(paths)) return
  for (const [path, written] of Object.entries(paths)) {
    if (!path.startsWith('/')) continue
    const target = dereference(root, written, below({ file: '', pointer: '/paths' }, path).pointer)
    if (target === undefined || !isJsonObject(target.value)) continue
    for (const method of METHODS) {
      const operation = methodOf(target.value, method)
      if (operation === undefined) continue
      yield { path, pathItem: target.value, pointer: `${target.pointer}/${method}`, method, operation }
    }
  }
}

function methodOf(pathItem: JsonObject, method: string): JsonObject | undefined {
  const operation: JsonValue | undefined = own(pathItem, method)
  return isJsonObject(operation) ? operation : undefined
}

/** contract: packages 4.1, each other character becomes `_`. */
export function plainName(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 200)
}

/** `get_berths_id` of `GET /berths/{id}`. */
function madeName(method: string, path: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  return plainName([method, ...words].join('_'))
}

function freeName(plain: string, taken: ReadonlySet<string>): string {
  if (!taken.has(plain)) return plain
  for (let n = 2; ; n += 1) if (!taken.has(`${plain}_${n}`)) return `${plain}_${n}`
}
