// Table: what the interfaces of models take as the schema of a function. Sources: the vendors' references on function calling and
// structured output. A keyword that is not listed is left out; what cannot be said in a profile travels as JSON in a text.

export interface ModelProfile {
  readonly name: string
  readonly keywords: ReadonlySet<string>
  /** `$ref` and `$defs`, also to themselves. */
  readonly hasReferences: boolean
  /** Levels that are unfolded where there are no references; levels that may be nested in any case. */
  readonly depth: number
  /** A value that may be of several types: a list of types, or `nullable` beside one. */
  readonly types: 'list' | 'nullable'
  /** A choice of shapes: kept, or put together into one shape that takes all. */
  readonly unions: 'kept' | 'merged'
  /** Every property is required and no other may come; what is optional may be null. */
  readonly isStrict: boolean
  /** `additionalProperties` with a schema: maps from any name to a value. */
  readonly hasMaps: boolean
  /** A schema without a type. */
  readonly hasAny: boolean
  readonly propertyName: RegExp
  /** Objects within the arguments become dotted names. */
  readonly isFlat: boolean
  /** Only texts may be listed in `enum`. */
  readonly hasTextEnumsOnly: boolean
}

const BASIC = ['type', 'description', 'enum', 'items', 'properties', 'required', 'anyOf']
const BOUNDS = ['minimum', 'maximum', 'minItems', 'maxItems']
const ALL = [
  ...BASIC,
  ...BOUNDS,
  'title',
  'default',
  'const',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'additionalProperties',
  'prefixItems',
]

const OPEN: Omit<ModelProfile, 'name'> = {
  keywords: new Set(ALL),
  hasReferences: true,
  depth: 20,
  types: 'list',
  unions: 'kept',
  isStrict: false,
  hasMaps: true,
  hasAny: true,
  propertyName: /^.{1,200}$/s,
  isFlat: false,
  hasTextEnumsOnly: false,
}

export const PROFILES = {
  /** OpenAI and Azure OpenAI, functions that are not strict. */
  openai: { ...OPEN, name: 'openai', propertyName: /^[a-zA-Z0-9_.$@-]{1,64}$/ },
  /** OpenAI with `strict: true`. */
  'openai-strict': {
    ...OPEN,
    name: 'openai-strict',
    keywords: new Set([
      ...BASIC,
      ...BOUNDS,
      'const',
      'additionalProperties',
      'exclusiveMinimum',
      'exclusiveMaximum',
      'multipleOf',
    ]),
    depth: 8,
    isStrict: true,
    hasMaps: false,
    hasAny: false,
    propertyName: /^[a-zA-Z0-9_.$@-]{1,64}$/,
  },
  /** Anthropic's messages. */
  anthropic: { ...OPEN, name: 'anthropic', propertyName: /^[a-zA-Z0-9_.-]{1,64}$/ },
  /** Google's `functionDeclarations`: a part of OpenAPI 3.0. */
  gemini: {
    ...OPEN,
    name: 'gemini',
    keywords: new Set([...BASIC, ...BOUNDS, 'nullable']),
    hasReferences: false,
    depth: 6,
    types: 'nullable',
    hasMaps: false,
    hasAny: false,
    propertyName: /^[a-zA-Z_][a-zA-Z0-9_.-]{0,63}$/,
    hasTextEnumsOnly: true,
  },
  /** Servers that speak OpenAI's protocol and know less of JSON Schema: nothing that a grammar of theirs may stumble over. */
  compatible: {
    ...OPEN,
    name: 'compatible',
    keywords: new Set([...BASIC, ...BOUNDS, 'const', 'default', 'additionalProperties']),
    hasReferences: false,
    depth: 6,
    propertyName: /^[a-zA-Z0-9_.-]{1,64}$/,
  },
  /** Small models: one level of plain values. */
  flat: {
    ...OPEN,
    name: 'flat',
    keywords: new Set([
      'type',
      'description',
      'enum',
      'items',
      'properties',
      'required',
      'default',
      'minimum',
      'maximum',
    ]),
    hasReferences: false,
    depth: 4,
    types: 'nullable',
    unions: 'merged',
    hasMaps: false,
    hasAny: false,
    propertyName: /^[a-zA-Z0-9_.-]{1,64}$/,
    isFlat: true,
  },
  /** The model that comes with the server: one level, with all that is said of a value. */
  'built-in': {
    ...OPEN,
    name: 'built-in',
    keywords: new Set([...ALL, 'contentMediaType']),
    hasReferences: false,
    depth: 4,
    unions: 'merged',
    hasMaps: false,
    hasAny: false,
    isFlat: true,
  },
} as const satisfies Readonly<Record<string, ModelProfile>>

export type ProfileName = keyof typeof PROFILES
