import { isJsonObject, type JsonObject, type JsonValue, own } from '@jumpseat/wire'

/** What a document is by the look of it; contract: packages 1.11, step 1, 8.1 and 8.2. */
export type Form = 'app' | 'declarativeAgent' | 'plugin' | 'ai-plugin-v1' | 'openapi' | 'functions'

type Looks = readonly [Form, (document: JsonObject) => boolean]

const has = (document: JsonObject, ...names: readonly string[]) =>
  names.every((name) => own(document, name) !== undefined)

/** The first that fits. */
const LOOKS: readonly Looks[] = [
  ['openapi', (document) => (has(document, 'openapi') || has(document, 'swagger')) && !has(document, 'schema_version')],
  [
    'ai-plugin-v1',
    (document) => own(document, 'schema_version') === 'v1' || (has(document, 'api') && has(document, 'name_for_human')),
  ],
  [
    'plugin',
    (document) => has(document, 'schema_version') || has(document, 'runtimes') || has(document, 'name_for_human'),
  ],
  [
    'app',
    (document) => has(document, 'manifestVersion') || (has(document, 'icons') && isJsonObject(own(document, 'name'))),
  ],
  ['functions', isFunction],
  ['functions', (document) => isFunctionList(own(document, 'tools')) || isFunctionList(own(document, 'functions'))],
  [
    'declarativeAgent',
    (document) =>
      typeof own(document, 'name') === 'string' &&
      (has(document, 'instructions') ||
        has(document, 'conversation_starters') ||
        has(document, 'capabilities') ||
        has(document, 'actions')),
  ],
  ['openapi', (document) => has(document, 'paths')],
]

export function formOf(document: JsonValue | undefined): Form | undefined {
  if (isFunctionList(document)) return 'functions'
  if (!isJsonObject(document)) return undefined
  return LOOKS.find(([, fits]) => fits(document))?.[0]
}

function isFunctionList(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => isJsonObject(entry) && isFunction(entry))
}

/** Simple function JSON, or an entry of a model vendor's list of tools; contract: packages 8.1. */
function isFunction(entry: JsonObject): boolean {
  const inner = own(entry, 'type') === 'function' ? own(entry, 'function') : undefined
  const declared = isJsonObject(inner) ? inner : entry
  return (
    typeof own(declared, 'name') === 'string' &&
    isJsonObject(own(declared, 'parameters') ?? own(declared, 'input_schema') ?? own(declared, 'inputSchema'))
  )
}
