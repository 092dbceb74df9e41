import type { Confirmation as Declared } from '@jumpseat/manifest'
import { isJsonObject, type JsonObject, type JsonValue, own } from '@jumpseat/wire'
import type { Confirmation, Effects } from '../types.ts'

const BY_METHOD: Readonly<Record<string, Effects>> = {
  GET: 'read',
  HEAD: 'read',
  OPTIONS: 'read',
  TRACE: 'read',
  DELETE: 'destructive',
}

export const effectsOfMethod = (method: string): Effects => BY_METHOD[method] ?? 'write'

/** Of an MCP tool's annotations only this hint counts upstream; the destructive one is shown. Contract: packages 7.4. */
export function effectsOfTool(tool: JsonObject): Effects {
  const hints = isJsonObject(tool.annotations) ? tool.annotations : {}
  if (hints.readOnlyHint === true) return 'read'
  return hints.destructiveHint === true ? 'destructive' : 'write'
}

// contract: packages 4.3, both spellings
const EXTENSIONS = ['x-openai-isConsequential', 'x-oai-isConsequential']

/** contract: packages 4.3 and 7.4. `operation`: empty for what is no OpenAPI operation. */
export function confirmationOf(effects: Effects, operation: JsonObject, declared: Declared | undefined): Confirmation {
  const extension = EXTENSIONS.map((name) => asBoolean(own(operation, name))).find((value) => value !== undefined)
  const isConsequential = extension ?? effects !== 'read'
  return {
    isConsequential,
    mayAlwaysAllow:
      extension === false || (extension === undefined && effects === 'read' && declared?.isNonConsequential === true),
    title: declared?.title,
    body: declared?.body,
  }
}

const asBoolean = (value: JsonValue | undefined) =>
  typeof value === 'boolean' ? value : value === 'true' ? true : value === 'false' ? false : undefined
