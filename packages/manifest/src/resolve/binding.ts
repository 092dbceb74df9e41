// Which runtime a function belongs to, and what it calls there. contract: packages 2.6, 4.2.
import { type JsonObject, own } from '@jumpseat/wire'
import { plainName } from '../openapi/operations.ts'
import type { RuleId } from '../rules.ts'
import type { ApiOperation, Binding, Runtime } from '../types.ts'
import { type Cursor, placeOf } from './cursor.ts'
import { serves } from './patterns.ts'
import type { Served } from './runtimes.ts'

export interface Bound {
  readonly binding: Binding
  /** What the operation or tool says about itself. */
  readonly description: string | undefined
}

const DRAFT: Bound = { binding: { kind: 'draft' }, description: undefined }

/** The first runtime that serves the function and has what it needs; else a draft, and a finding. */
export function bindingOf(cursor: Cursor, name: string, served: readonly Served[]): Bound {
  const { report } = cursor.context
  const place = placeOf(cursor)
  const fitting = served.flatMap(({ runtime, patterns }, index) => (serves(patterns, name) ? [{ runtime, index }] : []))
  if (fitting.length === 0) {
    report.add('function.unbound', place, { name })
    return DRAFT
  }
  if (fitting.length > 1) report.add('function.two-runtimes', place, { name, count: fitting.length })
  for (const { runtime, index } of fitting) {
    const bound = bindTo(cursor, name, runtime, index)
    if (bound !== undefined) return bound
  }
  // It may be in a document that a server is yet to fetch, which is told where the document is named.
  if (fitting.some(({ runtime }) => isAwaited(runtime))) return DRAFT
  const rule: RuleId = fitting.some(({ runtime }) => runtime.type === 'OpenApi' && runtime.document !== undefined)
    ? 'function.no-operation'
    : 'function.no-document'
  report.add(rule, place, { name })
  return DRAFT
}

export const isAwaited = (runtime: Runtime) =>
  runtime.type === 'OpenApi' && runtime.document === undefined && runtime.url !== undefined

function bindTo(cursor: Cursor, name: string, runtime: Runtime, index: number): Bound | undefined {
  if (runtime.type === 'LocalPlugin') return { binding: { kind: 'local', runtime: index }, description: undefined }
  if (runtime.type === 'RemoteMCPServer') {
    const tool = runtime.tools.find((offered) => offered.name === name)
    if (tool === undefined && runtime.tools.length > 0)
      cursor.context.report.add('function.no-tool', placeOf(cursor), { name })
    return { binding: { kind: 'tool', runtime: index, tool }, description: tool?.description }
  }
  const operation = operationNamed(cursor, name, runtime.document?.operations ?? [])
  if (operation === undefined) return undefined
  return { binding: { kind: 'operation', runtime: index, operation }, description: describe(operation.operation) }
}

interface Names {
  readonly exact: ReadonlyMap<string, ApiOperation>
  readonly near: ReadonlyMap<string, ApiOperation>
}

const namesOf = new WeakMap<readonly ApiOperation[], Names>()

/** By operationId or name exactly, else as the toolkit writes it, else by letters and digits whatever the case. */
function operationNamed(cursor: Cursor, name: string, operations: readonly ApiOperation[]): ApiOperation | undefined {
  const names = namesOf.get(operations) ?? indexed(operations)
  namesOf.set(operations, names)
  const exact = names.exact.get(name)
  if (exact !== undefined) return exact
  const near = names.exact.get(plainName(name)) ?? names.near.get(lettersOf(name))
  if (near !== undefined) {
    cursor.context.report.add('function.operation-spelling', placeOf(cursor), {
      name,
      found: near.operationId ?? near.name,
    })
  }
  return near
}

function indexed(operations: readonly ApiOperation[]): Names {
  const exact = new Map<string, ApiOperation>()
  const near = new Map<string, ApiOperation>()
  const put = (map: Map<string, ApiOperation>, name: string, operation: ApiOperation) =>
    map.has(name) || map.set(name, operation)
  for (const operation of operations)
    if (operation.operationId !== undefined) put(exact, operation.operationId, operation)
  for (const operation of operations) {
    put(exact, operation.name, operation)
    put(near, lettersOf(operation.name), operation)
  }
  return { exact, near }
}

function lettersOf(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '').toLowerCase()
}

function describe(operation: JsonObject): string | undefined {
  const texts = [own(operation, 'description'), own(operation, 'summary')]
  return texts.find((text): text is string => typeof text === 'string' && text.trim() !== '')
}
