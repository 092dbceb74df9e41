// What a package is once it has been read and resolved. Sections are those of contracts/plugins-and-packages:
//   1.1-1.7 app manifest, 1.3 message extensions, 1.4 agents, 1.5 connectors and skills, 1.6 languages, 1.8 layout,
//   1.10 levels of findings, 1.11 lenience; 2 plugins; 3 declarative agents; 4.1-4.2 OpenAPI; 5.7 API-based message
//   extensions; 8.1 simple functions; 8.2 ai-plugin.json v1.
// Everything here is plain data: placeholders filled in, `$[file()]` inlined, texts in one language, paths relative to the
// root of the package. Foreign JSON is kept as `JsonObject`; its keys are data.
import type { JsonObject } from '@jumpseat/wire'

// ---- findings ------------------------------------------------------------------------------------------------------

/** `error`: this part cannot be used as it stands. `warning`: used, but not as written. `note`: worth knowing. */
export type Severity = 'error' | 'warning' | 'note'

/** contract 1.10. `load`: would it run here; `strict`: do the published schemas accept it; `store`: would the store. */
export type Level = 'load' | 'strict' | 'store'

export interface Finding {
  /** Id of the rule in the reference, for example `plugin.function-unbound`. Never changes its meaning. */
  readonly rule: string
  readonly level: Level
  readonly severity: Severity
  /** Path inside the package; empty when the package as a whole is meant. */
  readonly file: string
  /** JSON pointer into `file` (YAML files too); empty for the whole file. */
  readonly pointer: string
  readonly message: string
  readonly fix: string
}

/** Where something was declared, for findings of those who build on it. */
export interface Place {
  readonly file: string
  readonly pointer: string
}

// ---- files ---------------------------------------------------------------------------------------------------------

/** The files of a package by path: forward slashes, relative to the folder of the manifest, no `..`, no two that differ in case only. */
export type PackageFiles = ReadonlyMap<string, Uint8Array>

/** What was read. A package that was refused has no files and at least one finding of severity `error`. */
export interface PackageSource {
  readonly files: PackageFiles
  readonly findings: readonly Finding[]
  /** A TypeSpec source beside or in the package, from which it would be built. */
  readonly typeSpec?: string | undefined
}

export interface ResolveOptions {
  /** Values of `${{NAME}}`; contract 1.8. What is not here stays as written and is a finding. */
  readonly env?: Readonly<Record<string, string>>
  /** Language tag of the reader, for `[[key]]` and language files; contract 1.6. Default: the package's own. */
  readonly locale?: string
  /** OpenAPI documents outside of the package by their address, for whoever may fetch them; see `outsideDocuments`. */
  readonly fetched?: PackageFiles
}

// ---- the package ---------------------------------------------------------------------------------------------------

/** What the root of the package is; contract 1.11, step 1. */
export type PackageKind = 'app' | 'declarativeAgent' | 'plugin' | 'openapi' | 'functions' | 'unknown'

export interface AppPackage {
  readonly kind: PackageKind
  /** Path of the file that makes it that kind; empty for `unknown`. */
  readonly rootFile: string
  /** Absent unless `kind` is `app`. */
  readonly manifest: AppManifest | undefined
  readonly declarativeAgents: readonly DeclarativeAgent[]
  /** Agents that only other agents of the package name, by their file. */
  readonly workerAgents: readonly DeclarativeAgent[]
  readonly customEngineAgents: readonly CustomEngineAgent[]
  /** Every plugin once, also one that several agents use. `DeclarativeAgent.actions` point in here by `key`. */
  readonly plugins: readonly Plugin[]
  readonly messageExtensions: readonly MessageExtension[]
  readonly bots: readonly Bot[]
  readonly agentConnectors: readonly AgentConnector[]
  readonly agentSkills: readonly AgentSkill[]
  readonly graphConnector: GraphConnector | undefined
  readonly localization: Localization | undefined
  readonly icons: readonly Icon[]
  /** Names in `${{NAME}}` that no environment gave a value. */
  readonly unresolvedNames: readonly string[]
  /** Addresses of the OpenAPI documents that runtimes name outside of the package, given or not. */
  readonly outsideDocuments: readonly string[]
  readonly findings: readonly Finding[]
  /** Everything as read: the export is loss-free. */
  readonly files: PackageFiles
}

/** contract 1.1. The members that others decide by; all the rest is in `document`. */
export interface AppManifest extends Place {
  /** As written: `1.24`, `devPreview`. */
  readonly manifestVersion: string
  readonly id: string
  readonly version: string
  readonly name: { readonly short: string; readonly full: string }
  readonly description: { readonly short: string; readonly full: string }
  readonly developer: {
    readonly name: string
    readonly websiteUrl: string
    readonly privacyUrl: string
    readonly termsOfUseUrl: string
  }
  readonly accentColor: string | undefined
  readonly validDomains: readonly string[]
  readonly permissions: readonly string[]
  readonly webApplicationInfo: { readonly id: string; readonly resource: string | undefined } | undefined
  readonly defaultBlockUntilAdminAction: boolean
  /** The whole manifest, official names, placeholders filled in, texts in the chosen language. */
  readonly document: JsonObject
}

// ---- agents --------------------------------------------------------------------------------------------------------

/** contract 3. */
export interface DeclarativeAgent extends Place {
  /** `copilotAgents.declarativeAgents[].id`; else the agent's own `id`; else its file name. */
  readonly id: string
  /** `v1.6`; `v1.0` where the file says none (contract 1.4). */
  readonly version: string
  readonly name: string
  readonly description: string
  /** Inlined; at most 8,000 characters by contract, longer ones are kept whole and reported. */
  readonly instructions: string
  readonly capabilities: readonly Capability[]
  readonly conversationStarters: readonly ConversationStarter[]
  readonly actions: readonly AgentAction[]
  readonly behaviorOverrides: {
    readonly suggestionsDisabled: boolean
    readonly discourageModelKnowledge: boolean
    readonly defaultResponseMode: string | undefined
  }
  readonly disclaimer: string | undefined
  readonly sensitivityLabelId: string | undefined
  /** `file` is a path in the package; as written where there is none. */
  readonly workerAgents: readonly { readonly id?: string; readonly file?: string }[]
  readonly userOverrides: readonly { readonly path: string; readonly allowedActions: readonly string[] }[]
  readonly editorialAnswers: JsonObject | undefined
  /** The whole agent, official names, resolved. */
  readonly document: JsonObject
}

/**
 * contract 3.2. `name` in its official spelling; `settings` are the other members, official names. An empty list there
 * limits the capability to nothing; those that count as none by contract are left out.
 */
export interface Capability extends Place {
  readonly name: string
  readonly settings: JsonObject
}

export interface ConversationStarter {
  readonly title: string | undefined
  readonly text: string
  /** Names of the capabilities without which the starter is hidden; contract 3.1 `depends_on`. */
  readonly dependsOn: readonly string[]
}

/** contract 3.1 `actions`. `plugin` is the `key` of a plugin of this package; absent when its file is missing or unreadable. */
export interface AgentAction extends Place {
  readonly id: string
  readonly plugin: string | undefined
}

/** contract 1.4. */
export interface CustomEngineAgent extends Place {
  readonly id: string
  readonly type: string
  readonly disclaimer: string | undefined
}

// ---- plugins -------------------------------------------------------------------------------------------------------

/** contract 2; also what 8.1 and 8.2 become. */
export interface Plugin extends Place {
  /** Unique in the package: the plugin's file, with `#/pointer` when it is inline. */
  readonly key: string
  /** What it was written as. */
  readonly form: 'plugin' | 'ai-plugin-v1' | 'functions' | 'openapi'
  /** `v2.1` to `v2.4`; `v1` for `ai-plugin-v1`; empty for the others. */
  readonly schemaVersion: string
  readonly nameForHuman: string
  /** `[A-Za-z0-9_-]+`; derived from the name where none is given. */
  readonly namespace: string
  readonly descriptionForHuman: string
  readonly descriptionForModel: string | undefined
  readonly logoUrl: string | undefined
  readonly functions: readonly PluginFunction[]
  readonly runtimes: readonly Runtime[]
  readonly conversationStarters: readonly ConversationStarter[]
  /** The whole plugin, official names, resolved. */
  readonly document: JsonObject
}

/** contract 2.3, 4.2. One callable; inferred from the OpenAPI document where the plugin lists none. */
export interface PluginFunction extends Place {
  readonly name: string
  readonly id: string | undefined
  /** The plugin's text, else the operation's `description`, else its `summary`, else the tool's. */
  readonly description: string | undefined
  /** `{ type: 'object', properties, required? }` as the plugin gives it; absent: taken from the operation or tool. */
  readonly parameters: JsonObject | undefined
  readonly returns: JsonObject | undefined
  readonly states: { readonly reasoning: FunctionState | undefined; readonly responding: FunctionState | undefined }
  readonly confirmation: Confirmation | undefined
  readonly responseSemantics: ResponseSemantics | undefined
  /** contract 2.5 `security_info.data_handling`; absent is not the same as empty. */
  readonly dataHandling: readonly string[] | undefined
  readonly binding: Binding
}

/** Where a call of the function goes. `runtime` is an index into `Plugin.runtimes`. */
export type Binding =
  | { readonly kind: 'operation'; readonly runtime: number; readonly operation: ApiOperation }
  | { readonly kind: 'tool'; readonly runtime: number; readonly tool: McpTool | undefined }
  | { readonly kind: 'local'; readonly runtime: number }
  /** Not callable: no runtime, an operation that is not there, or a simple function (8.1). A finding says why. */
  | { readonly kind: 'draft' }

/** contract 2.3. A text for `instructions` replaces the generated ones, a list adds to them. */
export interface FunctionState {
  readonly description: string | undefined
  readonly instructions: string | readonly string[] | undefined
  readonly examples: readonly string[]
}

/** contract 2.4. */
export interface Confirmation {
  readonly type: 'None' | 'AdaptiveCard'
  readonly title: string | undefined
  /** Markdown with `{{function.parameters.<name>}}`, not filled in. */
  readonly body: string | undefined
  readonly isNonConsequential: boolean
}

/** contract 2.5. Paths are JSONPath; `staticTemplate` is an Adaptive Card template, its `file` inlined. */
export interface ResponseSemantics {
  readonly dataPath: string
  readonly properties: {
    readonly title: string | undefined
    readonly subtitle: string | undefined
    readonly url: string | undefined
    readonly thumbnailUrl: string | undefined
    readonly informationProtectionLabel: string | undefined
    readonly templateSelector: string | undefined
  }
  readonly staticTemplate: JsonObject | undefined
  readonly oauthCardPath: string | undefined
}

/** contract 2.6. A runtime of an unknown type is left out and reported. */
export type Runtime = OpenApiRuntime | McpRuntime | LocalRuntime

export interface OpenApiRuntime extends Place {
  readonly type: 'OpenApi'
  readonly auth: Auth
  /** Absent: the document is elsewhere (`url`) and was not given, missing or unreadable. */
  readonly document: ApiDocument | undefined
  /** The absolute address of a document outside the package. */
  readonly url: string | undefined
  readonly progressStyle: string | undefined
}

export interface McpRuntime extends Place {
  readonly type: 'RemoteMCPServer'
  readonly auth: Auth
  readonly url: string
  /** Tools that the package describes, `file` inlined; contract 8.3. */
  readonly tools: readonly McpTool[]
  /** Functions come from the server (`functions: []` or `run_for_functions: ["*"]` with no description). */
  readonly isLive: boolean
}

export interface LocalRuntime extends Place {
  readonly type: 'LocalPlugin'
  readonly auth: Auth
  readonly endpoint: string
  readonly allowedHosts: readonly string[]
}

/** One tool in `tools/list` form. */
export interface McpTool {
  readonly name: string
  readonly description: string | undefined
  readonly inputSchema: JsonObject
  readonly document: JsonObject
}

/** contract 2.6, 6.1, 8.2. `referenceId` names an auth config; secrets are never in a package, and are dropped where one holds them. */
export interface Auth {
  readonly type: 'None' | 'OAuthPluginVault' | 'ApiKeyPluginVault'
  readonly referenceId: string | undefined
  /** What an auth config can be prefilled with (8.2), and members that start with `x-`. */
  readonly hints: JsonObject
}

// ---- OpenAPI -------------------------------------------------------------------------------------------------------

/** contract 4.1. */
export interface ApiDocument {
  /** Path in the package; with `#/pointer` when it was a text inside another file. */
  readonly file: string
  /** What it was written as. */
  readonly version: '2.0' | '3.0' | '3.1'
  /** In its own dialect, so that every pointer stays true. References are kept as written: see `dereference`. */
  readonly root: JsonObject
  readonly title: string
  readonly description: string | undefined
  /** Base URLs in order, variables filled with their defaults; the first is used. Empty when there is none. */
  readonly servers: readonly string[]
  readonly operations: readonly ApiOperation[]
}

export interface ApiOperation {
  /** `[A-Za-z0-9_-]+`: the operationId with other characters replaced by `_`, or made from method and path; unique. */
  readonly name: string
  /** As written. */
  readonly operationId: string | undefined
  /** Lower case. */
  readonly method: string
  /** The template, for example `/berths/{id}`. */
  readonly path: string
  /** `/paths/~1berths~1{id}/get`. */
  readonly pointer: string
  readonly pathItem: JsonObject
  readonly operation: JsonObject
}

// ---- message extensions and bots -----------------------------------------------------------------------------------

/** contract 1.3. */
export interface MessageExtension extends Place {
  readonly id: string | undefined
  readonly type: 'botBased' | 'apiBased'
  readonly botId: string | undefined
  readonly document: ApiDocument | undefined
  readonly auth: MessageExtensionAuth
  readonly commands: readonly MessageExtensionCommand[]
  readonly linkDomains: readonly { readonly domain: string; readonly supportsAnonymizedPayloads: boolean }[]
  readonly canUpdateConfiguration: boolean
}

export interface MessageExtensionAuth {
  readonly type: 'none' | 'apiSecretServiceAuth' | 'microsoftEntra' | 'oAuth2.0'
  readonly referenceId: string | undefined
  readonly supportsSingleSignOn: boolean
}

export interface MessageExtensionCommand extends Place {
  readonly id: string
  readonly type: 'query' | 'action'
  readonly title: string
  readonly description: string | undefined
  readonly semanticDescription: string | undefined
  readonly context: readonly string[]
  readonly initialRun: boolean
  readonly fetchTask: boolean
  readonly taskInfo: JsonObject | undefined
  readonly samplePrompts: readonly string[]
  readonly parameters: readonly MessageExtensionParameter[]
  /** contract 5.7; API-based only. */
  readonly operation: ApiOperation | undefined
  readonly responseTemplate: JsonObject | undefined
}

export interface MessageExtensionParameter {
  readonly name: string
  readonly title: string
  readonly description: string | undefined
  readonly semanticDescription: string | undefined
  readonly inputType: string
  readonly value: string | undefined
  readonly choices: readonly { readonly title: string; readonly value: string }[]
  readonly isRequired: boolean
}

/** contract 1.2. Scopes in their official spelling. */
export interface Bot extends Place {
  readonly botId: string
  readonly scopes: readonly string[]
  readonly isNotificationOnly: boolean
  readonly commands: readonly {
    readonly title: string
    readonly description: string | undefined
    readonly prompt: string | undefined
    readonly scopes: readonly string[]
  }[]
}

// ---- connectors, skills, languages, icons --------------------------------------------------------------------------

/** contract 1.5. */
export interface AgentConnector extends Place {
  readonly id: string
  readonly displayName: string
  readonly description: string | undefined
  readonly source:
    | {
        readonly kind: 'remoteMcpServer'
        readonly url: string
        readonly tools: readonly McpTool[]
        readonly isLive: boolean
      }
    | { readonly kind: 'plugin'; readonly plugin: string | undefined }
    /** Reported as not runnable here. */
    | { readonly kind: 'localMcpServer'; readonly identifier: string }
    | { readonly kind: 'none' }
  readonly authType: string
  readonly referenceId: string | undefined
}

/** contract 1.5: a folder with a `SKILL.md`. */
export interface AgentSkill extends Place {
  readonly folder: string
  readonly name: string
  readonly description: string | undefined
  readonly instructions: string
  /** The other files of the folder. */
  readonly resources: readonly string[]
}

/** contract 1.1. */
export interface GraphConnector extends Place {
  readonly notificationUrl: string
}

/** contract 1.6. */
export interface Localization {
  readonly defaultLanguage: string
  readonly languages: readonly { readonly tag: string; readonly file: string }[]
  /** The language of the texts in this value. */
  readonly applied: string
}

/** contract 1.7. Sizes are pixels; absent when the file is missing or no PNG. */
export interface Icon extends Place {
  readonly role: 'color' | 'outline' | 'color32x32'
  readonly path: string
  readonly width: number | undefined
  readonly height: number | undefined
}
