import type { FunctionState, McpTool, PluginFunction, ResponseSemantics } from '@jumpseat/manifest'
import type { Branded, JsonObject, JsonValue, TenantId } from '@jumpseat/wire'

/** Stable over versions of its app: app, action and name, each escaped. */
export type SkillId = Branded<'SkillId'>

/** One function that a person or a model may call. Plain data: it can be stored, sent and compared. */
export interface Skill {
  readonly id: SkillId
  readonly tenant: TenantId
  /** As on the wire: the `operationId`, the tool's or the simple function's name. */
  readonly name: string
  readonly title: string
  /** For the model. Empty when nobody wrote one. */
  readonly description: string
  /** JSON Schema of the arguments: always an object, complete in itself (`$defs`), in the keywords of `schema/read.ts`. */
  readonly parameters: JsonObject
  readonly effects: Effects
  readonly authentication: Authentication
  readonly confirmation: Confirmation
  /** Which part of an answer counts, how it is cited and which card shows it. Contract: packages 2.5. */
  readonly response: ResponseSemantics | undefined
  /** Texts for the model while it chooses and calls, and while it answers. Contract: packages 2.3. */
  readonly states: { readonly reasoning: FunctionState | undefined; readonly responding: FunctionState | undefined }
  /** What the function does with data, as its package declares it; `undefined` when it declares nothing. Contract: packages 2.5. */
  readonly dataHandling: readonly string[] | undefined
  readonly source: Source
  readonly binding: Binding
}

/** What a call may change. A `destructive` one deletes or overwrites what was there. */
export type Effects = 'read' | 'write' | 'destructive'

/** How a call signs in. The secret itself comes from `Credentials` at the moment of the call. */
export type Authentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'apiKey'; readonly reference: string | undefined; readonly placement: Placement }
  | {
      readonly kind: 'oauth'
      readonly reference: string | undefined
      readonly placement: Placement
      /** What the API description says about it; a hint for whoever sets the sign-in up. */
      readonly authorizationUrl: string | undefined
      readonly tokenUrl: string | undefined
      readonly scopes: readonly string[]
    }
  | { readonly kind: 'basic'; readonly reference: string | undefined; readonly placement: Placement }
  /** The server of an MCP function registers its clients itself. Contract: packages 6.6. */
  | { readonly kind: 'registration'; readonly reference: string | undefined; readonly placement: Placement }
  | { readonly kind: 'unserved'; readonly scheme: string }

/** Where a credential goes; `prefix` stands before it (`Bearer `). */
export interface Placement {
  readonly in: 'header' | 'query' | 'cookie'
  readonly name: string
  readonly prefix: string
}

/** Contract: packages 2.4 and 7.4. The first use of an app is asked about elsewhere. */
export interface Confirmation {
  /** Each call is asked about. */
  readonly isConsequential: boolean
  /** The person may choose not to be asked again. */
  readonly mayAlwaysAllow: boolean
  readonly title: string | undefined
  /** Markdown with `{{function.parameters.<name>}}`; `undefined` means the description stands in. */
  readonly body: string | undefined
}

/** Where a function comes from. `action` is the unit that people switch on: a plugin, a server, a file of functions. */
export interface Source {
  readonly app: { readonly id: string; readonly version: string; readonly name: string }
  readonly action: {
    readonly id: string
    readonly name: string
    readonly namespace: string
    readonly description: string
  }
  /** The word of the format it came in. `MessageExtension` and `PowerConnector` are for runtimes to come. */
  readonly runtime: 'OpenApi' | 'RemoteMCPServer' | 'Simple' | 'MessageExtension' | 'PowerConnector'
  /** JSON pointer into the file that declares it. */
  readonly place: string
}

/** What a runtime needs to make the call. Further runtimes add a member here and a case in `call/caller.ts`. */
export type Binding = HttpBinding | McpBinding

export interface HttpBinding {
  readonly kind: 'http'
  readonly operation: Operation
}

export interface McpBinding {
  readonly kind: 'mcp'
  /** Key of the server among those of its tenant; sessions are shared by it. */
  readonly server: string
  readonly url: string
  /** The tool's own name on the wire. */
  readonly tool: string
}

/** One HTTP operation, resolved: no references, no variables, one server. */
export interface Operation {
  /** Upper case. */
  readonly method: string
  /** Absolute, without a slash at the end. */
  readonly server: string
  /** With `{name}` for path parameters; begins with a slash or is empty. */
  readonly path: string
  readonly parameters: readonly Parameter[]
  readonly body: Body | undefined
  readonly accept: string
}

export type Style =
  | 'matrix'
  | 'label'
  | 'form'
  | 'simple'
  | 'spaceDelimited'
  | 'pipeDelimited'
  | 'tabDelimited'
  | 'deepObject'

export interface Parameter {
  /** Name among the arguments; differs from `name` where two places use one name. */
  readonly argument: string
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly style: Style
  readonly explode: boolean
  /** Reserved characters stay as they are (query only). */
  readonly allowReserved: boolean
  readonly isRequired: boolean
  /** Sent when the argument is absent: a required parameter's `default`. */
  readonly default: JsonValue | undefined
  /** The value travels as a document of this media type instead of in a style. */
  readonly mediaType: string | undefined
}

export interface Body {
  readonly mediaType: string
  readonly encoding: 'json' | 'form' | 'multipart' | 'text' | 'binary'
  readonly isRequired: boolean
  /** The argument that is the whole body; `undefined` when the body is put together from `properties`. */
  readonly argument: string | undefined
  readonly properties: readonly BodyProperty[]
  /** Arguments that nothing names go into the body as they are. */
  readonly takesMore: boolean
}

export interface BodyProperty {
  readonly argument: string
  readonly name: string
  readonly default: JsonValue | undefined
  /** Of form and multipart bodies. */
  readonly contentType: string | undefined
  readonly style: Style
  readonly explode: boolean
  readonly allowReserved: boolean
  /** The value is a file: base64 in the arguments, bytes on the wire. */
  readonly isFile: boolean
}

/** Why something cannot be called, or is called otherwise than its author may expect. */
export interface Finding {
  readonly code: string
  readonly message: string
  readonly fix: string
  /** JSON pointer, in the file that the message names or in the one that was read. */
  readonly place: string | undefined
}

/** A function that is listed and cannot be called. */
export interface Unavailable {
  readonly id: SkillId
  readonly name: string
  readonly title: string
  readonly description: string
  readonly source: Source
  readonly reason: Finding
}

/** What came out of one source of functions. */
export interface SkillSet {
  readonly skills: readonly Skill[]
  readonly unavailable: readonly Unavailable[]
  readonly findings: readonly Finding[]
  /** Servers whose functions are found by asking them; see `mcp/discover.ts`. */
  readonly servers: readonly McpServer[]
}

/** An MCP server that a package names or an administrator added. */
export interface McpServer {
  readonly tenant: TenantId
  /** Key among the servers of the tenant. */
  readonly key: string
  readonly url: string
  readonly authentication: Authentication
  readonly source: Source
  /** What a package says of its tools; nothing else of the server is offered when there is any. Contract: packages 7.7. */
  readonly pinned: readonly McpTool[]
  /** Functions that the package names with what it says of them; contract: packages 8.3, the third form. */
  readonly overrides: readonly PluginFunction[]
}
