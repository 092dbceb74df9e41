// Every rule that a package is held against: a table, from which docs/reference/package-rules.md is written. Ids never
// change their meaning. contract: packages 1.10 (levels), 1.11 (lenience).
import type { Level, Severity } from './types.ts'

export interface Rule {
  readonly level: Level
  readonly severity: Severity
  /** Words in braces are filled in. */
  readonly message: string
  readonly fix: string
}

const rule =
  (level: Level, severity: Severity) =>
  <const M extends string, const F extends string>(message: M, fix: F) => ({ level, severity, message, fix })

/** It cannot be used as it stands. */
const broken = rule('load', 'error')
/** It is used, but not as it was written. */
const bent = rule('load', 'warning')
const worthKnowing = rule('load', 'note')
/** The published schemas and validators refuse it. */
const unpublishable = rule('strict', 'error')
const unportable = rule('strict', 'warning')
/** A store refuses it. */
const refusedByStore = rule('store', 'error')
const better = rule('store', 'warning')

export const rules = {
  // The archive or folder.
  'files.unreadable': broken(
    'The package cannot be read: {reason}.',
    'Name a zip, a folder or a document that exists.',
  ),
  'files.too-large': broken(
    'The package has {size} bytes; {limit} are the most.',
    'Leave out what no document names, and make images smaller.',
  ),
  'files.too-many': broken('The package has {count} files; {limit} are the most.', 'Leave out what no document names.'),
  'files.traversal': broken(
    "The name '{name}' is not taken: {reason}.",
    'Pack the files with paths relative to the manifest.',
  ),
  'files.name': broken("The name '{name}' is not taken: {reason}.", 'Rename the file.'),
  'files.collision': broken(
    "'{first}' and '{second}' are the same file on many systems.",
    'Rename or remove one of them.',
  ),
  'files.link': broken("'{name}' is a link.", 'Pack the file itself.'),
  'files.link-skipped': bent("'{name}' is a link or a device and was left out.", 'Put the file itself there.'),
  'files.nested': bent(
    "The manifest lies in the folder '{folder}'; only that folder was read.",
    'Pack the files so that manifest.json is at the root of the zip.',
  ),
  'files.built': worthKnowing(
    "The package is built from TypeSpec; what was built, in '{folder}', was read.",
    'Build it again after each change.',
  ),
  'zip.unreadable': broken('This is no zip archive that can be read ({reason}).', 'Pack it again.'),
  'zip.damaged': broken(
    "'{name}' in the archive is damaged, or not what the directory of the archive says.",
    'Pack it again.',
  ),
  'zip.overlap': broken("'{name}' shares its bytes with another entry of the archive.", 'Pack it again.'),
  'zip.bomb': broken(
    "'{name}' unpacks to {size} bytes, more than a hundred times what it takes in the archive.",
    'Leave the file out.',
  ),
  'zip.encrypted': broken("'{name}' is encrypted.", 'Pack it without a password.'),
  'zip.method': broken("'{name}' is packed with method {method}.", 'Pack it with deflate or without compression.'),
  'zip.special': broken("'{name}' is neither a file nor a folder.", 'Leave it out.'),

  // The package as a whole.
  'package.unknown': broken(
    'Nothing in the package is an app manifest, an agent, a plugin, an OpenAPI document or a list of functions.',
    'Put manifest.json at the root.',
  ),
  'package.bare': worthKnowing(
    'There is no app manifest; the document was taken as {kind}.',
    'Add a manifest.json to install it as an app.',
  ),
  'package.too-many-functions': broken('The package has more than 5000 functions; the rest was not read.', 'Split it.'),
  'package.too-many-findings': bent(
    'There are more than {limit} findings of the level {level}; the rest is not shown.',
    'Mend these first.',
  ),

  // Documents.
  'document.broken': broken('The document cannot be read: {reason}.', 'Correct it there.'),
  'document.too-large': broken('The document has {size} bytes; {limit} are the most.', 'Split or shorten it.'),
  'document.too-many-items': bent('The list has more than {limit} entries; the rest was not read.', 'Shorten it.'),
  'document.encoding': bent('The document is written in {encoding}.', 'Save it as UTF-8.'),
  'document.comment': bent('The document holds {reason}.', 'Remove comments: JSON has none.'),
  'document.trailing-comma': bent('The document holds {reason}.', 'Remove the comma before the closing bracket.'),
  'document.missing-comma': bent('A comma is missing at {reason}.', 'Add it.'),
  'document.text-after-end': bent(
    'The document ends before {reason}; what follows was not read.',
    'Remove what follows, or correct the brackets before it.',
  ),
  'document.raw-character': bent(
    'The text at {reason} holds a line break, a tab or another control character.',
    'Write it as \\n, \\t or \\u0000.',
  ),
  'document.duplicate-key': bent("'{reason}' is given twice; the last one counts.", 'Remove one of them.'),
  'document.bare-placeholder': bent('{reason} stands without quotes.', 'Put it in quotes.'),
  'document.wrong-type': bent('This is no {wanted}.', 'Write it as {wanted}.'),

  // Sources that are not built yet.
  'placeholder.unresolved': bent(
    'No environment gives {name} a value; it stays as written.',
    'Set {name} in the environment file, and name that file or environment.',
  ),
  'include.too-large': broken(
    "'{path}' makes the package too large where it is brought in.",
    'Shorten the text, or name it less often.',
  ),
  'reference.missing': broken("There is no file '{path}' in the package.", 'Add the file, or correct its name.'),
  'reference.missing-extra': bent(
    "There is no file '{path}' in the package; the rest works without it.",
    'Add the file, or correct its name.',
  ),
  'reference.outside': broken("'{path}' leads out of the package.", 'Put the file into the package.'),
  'reference.from-root': bent(
    "'{path}' was found at the root of the package, not beside this document.",
    'Write the path relative to this document.',
  ),
  'reference.case': bent("'{path}' is spelled '{found}' in the package.", "Write '{found}'."),
  'reference.extension': bent("There is no '{path}'; '{found}' was taken.", "Write '{found}'."),
  'reference.placeholder': bent(
    "'{path}' waits for its environment; '{found}' was taken.",
    'Set the names in the environment file.',
  ),

  // Published schemas.
  'schema.version': bent(
    "There is no published schema for version '{version}'; the one for {used} was used.",
    'Name a published version.',
  ),
  'schema.required': unpublishable("'{name}' is missing{because}.", "Add '{name}'."),
  'schema.unknown-member': unpublishable(
    "'{name}' is not known in {version}.",
    'Remove it, correct its spelling, or name a newer version.',
  ),
  'schema.type': unpublishable('This must be {wanted}, not {found}.', 'Write it as {wanted}.'),
  'schema.value': unpublishable('{found} is not allowed here.', 'Write one of: {wanted}.'),
  'schema.form': unpublishable('{found} is not {wanted}.', 'Write {wanted}.'),
  'schema.too-long': unpublishable('The text has {length} characters; {limit} are the most.', 'Shorten it.'),
  'schema.too-short': unpublishable('The text has fewer than {limit} characters.', 'Write at least {limit}.'),
  'schema.too-many': unpublishable('There are {count} entries; {limit} are the most.', 'Remove some.'),
  'schema.too-few': unpublishable(
    'There are {count} entries; {limit} are the fewest.',
    'Add some, or remove the list.',
  ),
  'schema.other': unpublishable(
    'The published schema refuses this: it {reason}.',
    'Compare it with the reference of that version.',
  ),
  'schema.unchecked': unpublishable(
    'The document is too large to be held against the published schema.',
    'Shorten its lists and texts.',
  ),

  // App manifest.
  'manifest.no-version': bent(
    "'manifestVersion' is missing; it was read as a preview.",
    'Add the version of the manifest.',
  ),
  'manifest.no-id': bent("'id' is missing.", 'Add a GUID that stays the same in every version.'),
  'manifest.id': bent("'{id}' is no GUID.", 'Give the app a GUID that stays the same in every version.'),
  'manifest.version': unpublishable("'{version}' is not of the form MAJOR.MINOR.PATCH.", 'Write it as 1.0.0.'),
  'manifest.no-name': bent("'name.short' is missing.", 'Name the app.'),
  'manifest.legacy-node': bent(
    "'{node}' is an older name of 'copilotAgents.declarativeAgents'.",
    'Move the entry there.',
  ),
  'manifest.not-run': worthKnowing(
    "'{name}' is kept and shown, and not run here.",
    'Nothing: the rest of the app works without it.',
  ),
  'manifest.nothing-to-run': bent(
    'The manifest names nothing that runs here.',
    'Add an agent, a bot or a message extension.',
  ),
  'package.unbuilt': broken(
    "The agent is written in TypeSpec ('{source}') and was not built: what it says is not in the package.",
    "Build it ('tsp compile', or the provision step of the toolkit) and take what it writes, usually appPackage/.generated.",
  ),
  'language.missing-key': bent('No language file has a text for [[{key}]].', 'Add the key to the language files.'),
  'icon.missing': unpublishable("The icon '{role}' is missing.", 'Add it.'),
  'icon.missing-file': unpublishable("There is no file '{path}' in the package.", 'Add the icon, or correct its name.'),
  'icon.not-png': unpublishable("'{path}' is no PNG image.", 'Save it as PNG.'),
  'icon.size': unpublishable(
    "'{path}' is {width} × {height} pixels; {role} must be {wanted} × {wanted}.",
    'Resize it.',
  ),
  'graph-connector.no-url': broken("'notificationUrl' is missing.", 'Add the address that is told of changes.'),
  'graph-connector.no-app': unpublishable(
    "A graph connector needs 'webApplicationInfo.id'.",
    'Add the id of its app registration.',
  ),

  // Agents.
  'agent.no-file': broken('The agent names no file.', "Add 'file'."),
  'agent.not-an-agent': broken(
    'This is no declarative agent.',
    'Name the JSON file with the instructions of the agent.',
  ),
  'agent.no-version': bent("'version' is missing; it was read as v1.0.", 'Add the version.'),
  'agent.no-name': bent('The agent has no name.', "Add 'name'."),
  'agent.no-instructions': bent('The agent has no instructions.', 'Say what it is for and how it answers.'),
  'agent.instructions-long': unpublishable(
    'The instructions have {length} characters; 8000 are the most.',
    'Shorten them.',
  ),
  'agent.capability-unknown': bent("There is no capability '{name}'.", 'Correct its name, or remove it.'),
  'agent.capability-twice': bent("The capability '{name}' is given twice; the first one counts.", 'Merge them.'),
  'agent.empty-list': bent(
    "The list '{name}' is empty and counts as left out.",
    'Remove it, or say what it should hold.',
  ),
  'agent.empty-scope': bent(
    "The list '{name}' is empty: the capability is limited to nothing.",
    'Remove it, or say what it should hold.',
  ),
  'agent.action-empty': broken('The action names no plugin.', "Add 'file'."),
  'agent.engine-no-id': broken('The custom engine agent has no id.', 'Add the id of its bot.'),
  'agent.engine-no-bot': broken(
    "No bot has the id '{id}' of this agent.",
    "Add the bot under 'bots', with the same id.",
  ),

  // Plugins and their functions.
  'plugin.not-a-plugin': broken(
    'This is no plugin.',
    'Name a plugin manifest, an OpenAPI document or a list of functions.',
  ),
  'plugin.v1': bent('This is the older form of a plugin; it was read as one of v2.4.', 'Write it as a plugin of v2.4.'),
  'plugin.no-version': bent("'schema_version' is missing; it was read as v2.1.", 'Add the version.'),
  'plugin.no-name': bent("'name_for_human' is missing.", 'Name the plugin.'),
  'plugin.namespace': bent("The namespace '{namespace}' was read as '{used}'.", 'Use letters, digits, _ and - only.'),
  'plugin.no-functions': broken(
    'The plugin has no function.',
    'List its functions, or name an OpenAPI document with operations.',
  ),
  'function.no-name': broken('The function has no name.', "Add 'name'."),
  'function.twice': broken(
    "There is another function '{name}'; only the first one is used.",
    'Rename or remove one of them.',
  ),
  'function.not-listed': bent(
    "A runtime serves '{name}', which the plugin does not list; it was added.",
    'Add it to the functions.',
  ),
  'function.unbound': broken("No runtime serves '{name}'.", "Add it to 'run_for_functions' of a runtime."),
  'function.two-runtimes': unpublishable(
    "{count} runtimes serve '{name}'; the first one that can is used.",
    "Name it in 'run_for_functions' of one runtime only.",
  ),
  'function.no-operation': broken(
    "The OpenAPI document has no operation '{name}'.",
    'Give an operation that operationId, or correct the name of the function.',
  ),
  'function.no-document': broken(
    "'{name}' cannot be called: the OpenAPI document of its runtime is not at hand.",
    'Add the document to the package.',
  ),
  'function.operation-spelling': bent("'{name}' was taken for the operation '{found}'.", 'Write both the same.'),
  'function.no-tool': bent(
    "The tool description has no tool '{name}'.",
    'Add the tool to the description, or correct the name of the function.',
  ),
  'function.draft': worthKnowing(
    "'{name}' says nothing about how it is called.",
    'Bind it to an HTTP call, an operation or a tool.',
  ),
  'function.confirmation-type': bent(
    "The confirmation type '{type}' was read as AdaptiveCard.",
    'Write None or AdaptiveCard.',
  ),
  'function.no-data-path': bent(
    "'data_path' is missing; the whole answer is used.",
    'Name the place of the results in the answer.',
  ),
  'function.path': bent("'{path}' is no JSONPath.", 'Begin it with $.'),
  'function.confirmation-parameter': bent(
    "The confirmation shows '{name}', which is no parameter of the function.",
    'Correct the name.',
  ),
  'card.too-large': unportable(
    'The card has {size} characters; {limit} are the most that are safe.',
    'Make it smaller.',
  ),
  'card.version': unportable('The card is of version {version}; 1.5 is shown everywhere.', 'Write it as 1.5.'),
  'card.action': unportable("'{type}' is not shown everywhere.", 'Use Action.OpenUrl or Action.Execute.'),
  'text.hidden': bent('A text holds {code}, which a reader does not see.', 'Remove it.'),
  'function.data-handling': bent(
    "'{value}' is no way of handling data.",
    'Write GetPublicData, GetPrivateData, DataTransform, DataExport or ResourceStateUpdate.',
  ),
  'runtime.unknown': broken("There is no runtime type '{type}'.", 'Write OpenApi, RemoteMCPServer or LocalPlugin.'),
  'runtime.no-spec': broken('The runtime does not say where it is.', "Add 'spec.url'."),
  'runtime.no-such-function': bent(
    "'run_for_functions' names '{name}', which is no function of the plugin.",
    'Correct the name, or add the function.',
  ),
  'runtime.local': bent(
    'The functions of this runtime run inside an Office add-in, not here.',
    'Add another runtime to use them here.',
  ),
  'auth.unknown': bent(
    "There is no auth type '{type}'; it was read as None.",
    'Write None, OAuthPluginVault or ApiKeyPluginVault.',
  ),
  'auth.no-reference': bent("'reference_id' is missing.", 'Register the credentials and name their id.'),
  'auth.secret': bent('The plugin holds tokens; they were dropped.', 'Remove them, and treat them as known to others.'),
  'mcp.url': bent("'{url}' is no secure address.", 'Write an address that begins with https://.'),
  'mcp.tool': broken('The tool has no name.', 'Describe tools as the server lists them.'),

  // OpenAPI.
  'openapi.not-openapi': broken(
    'This is no OpenAPI document: it has no paths.',
    'Name an OpenAPI document of 2.0, 3.0 or 3.1.',
  ),
  'openapi.outside': bent(
    "The API description at '{url}' is not part of the package. A server fetches it when the package is installed; it was not looked at here.",
    'Add the document to the package, so that it is checked and stays as it is.',
  ),
  'openapi.address': broken(
    "No API description is ever fetched from '{url}'.",
    'Name a file of the package, or an http or https address of a host that may be called.',
  ),
  'openapi.version': bent("The OpenAPI version is '{version}'.", 'Name the version: 3.0.4.'),
  'openapi.version-31': unportable(
    'OpenAPI {version} is accepted here and not everywhere.',
    'Write the document as 3.0.4 to be portable.',
  ),
  'openapi.server-missing': broken('The document names no server.', "Add 'servers' with an absolute https address."),
  'openapi.server-placeholder': bent(
    "The server '{url}' waits for its environment; nothing can be called before.",
    'Set the names in the environment file.',
  ),
  'openapi.server-invalid': broken("The server '{url}' is no absolute address.", 'Write an absolute https address.'),
  'openapi.no-operations': broken('The document has no operation.', 'Describe at least one.'),
  'openapi.too-many-operations': bent(
    'The document has more than {limit} operations; the rest was not read.',
    'Split it.',
  ),
  'openapi.operation-id': unpublishable(
    '{method} {path} has no operationId.',
    'Add one: it is the name of the function.',
  ),
  'openapi.operation-twice': bent(
    "There is another operation '{name}'; this one is '{used}'.",
    'Give each operation an operationId of its own.',
  ),
  'openapi.ref-missing': bent("'{reference}' leads nowhere.", 'Correct the reference, or add what it names.'),
  'openapi.ref-outside': broken(
    "'{reference}' leads to another document, which is not fetched.",
    'Bring it into this document, or into a file of the package.',
  ),
  'openapi.circular': unportable("'{name}' refers to itself.", 'Break the circle to be portable.'),

  'openapi.path-parameter': bent(
    "The path has '{name}', which no parameter describes.",
    'Describe it as a parameter in path.',
  ),
  'openapi.name-twice': unportable("'{name}' is also a name in {other}.", 'Give each a name of its own.'),
  'openapi.body-type': unportable('The body is {types}, not JSON.', 'Accept application/json.'),
  'openapi.answer-type': bent(
    'The answer is {types}, not JSON; nothing can be made of it.',
    'Answer in application/json.',
  ),
  'openapi.nested': unportable(
    'What is sent holds objects inside of objects: accepted here and not everywhere.',
    'Make the properties flat.',
  ),
  'openapi.composed': unportable(
    "What is sent is described with '{composer}': accepted here and not everywhere.",
    'Write one plain schema.',
  ),
  'openapi.security-several': unportable('The operation asks for several ways to sign in at once.', 'Ask for one.'),
  'openapi.security-missing': bent("There is no security scheme '{name}'.", 'Describe it, or correct its name.'),
  'openapi.security-kind': unportable(
    "'{name}' signs in by {kind}, which is not served everywhere.",
    'Offer an API key, a bearer token or OAuth 2.0.',
  ),

  // Message extensions, bots, connectors, skills.
  'extension.no-bot': broken("The message extension has no 'botId'.", 'Add the id of its bot.'),
  'extension.no-document': broken("The message extension has no 'apiSpecificationFile'.", 'Name its OpenAPI document.'),
  'extension.no-commands': bent('The message extension has no command.', 'Add one.'),
  'extension.command-no-id': broken('The command has no id.', "Add 'id'."),
  'extension.no-parameters': bent(
    "The command '{id}' has no parameter.",
    'Add at least one, so that something can be searched for.',
  ),
  'extension.no-operation': broken(
    "The OpenAPI document has no operation '{id}'.",
    'Give the command the id of an operation.',
  ),
  'bot.no-id': broken("The bot has no 'botId'.", 'Add the id of its app registration.'),
  'bot.scope': bent("There is no scope '{scope}'.", 'Write personal, team, groupChat or copilot.'),
  'bot.scope-spelling': bent("The scope '{scope}' was read as '{used}'.", "Write '{used}'."),
  'connector.no-id': broken('The connector has no id.', "Add 'id'."),
  'connector.no-source': broken('The connector names no server.', "Add 'toolSource.remoteMcpServer.mcpServerUrl'."),
  'connector.local': bent('A server on the device of a user cannot be reached from here.', 'Name a remote server.'),
  'skill.no-name': bent(
    'The skill has no name.',
    "Begin SKILL.md with 'name' and 'description' between two lines of ---.",
  ),

  // What a store asks for. contract: packages 1.10.
  'schema.not-named': unpublishable("'$schema' is missing.", 'Name the published schema of the version.'),
  'store.preview': refusedByStore('The manifest is of a preview version.', 'Name a published version.'),
  'store.schema-disagrees': refusedByStore(
    "'$schema' names {named} and the document is of {version}.",
    'Name the same version in both.',
  ),
  'store.default-language': refusedByStore(
    "There is no language file for '{language}'.",
    "Add it as 'defaultLanguageFile'.",
  ),
  'store.placeholder': refusedByStore('{name} has no value.', 'Build the package with its environment.'),
  'store.extra-file': refusedByStore('No document names this file.', 'Leave it out.'),
  'store.extra-files': refusedByStore('{count} more files are named by no document.', 'Leave them out.'),
  'store.host-name': refusedByStore(
    "'{name}' could be taken for a product of the vendor.",
    'Choose a name of your own.',
  ),
  'store.names-differ': refusedByStore("'{name}' differs from '{other}'.", 'Give app, agent and plugin the same name.'),
  'store.short-description': better('The short description is more than one sentence.', 'Say it in one.'),
  'store.word-app': better("The short description says 'app'.", 'Leave the word out.'),
  'store.long-description': refusedByStore('The description has {words} words; 500 are the most.', 'Shorten it.'),
  'store.works-in': refusedByStore('The description does not say that it works in Microsoft 365 Copilot.', 'Say so.'),
  'store.marketplace-link': refusedByStore('The description links to a marketplace.', 'Remove the link.'),
  'store.superlative': refusedByStore("'{claim}' is a claim that needs a proof.", 'Say what it does instead.'),
  'store.address-in-description': refusedByStore('The description of the agent holds an address.', 'Remove it.'),
  'store.emoji': refusedByStore('The description of the agent holds an emoji.', 'Remove it.'),
  'store.steering': refusedByStore(
    "'{words}' tells the model what to do.",
    'Say what the agent does; tell it what to do in its instructions.',
  ),
  'store.starters': refusedByStore('Conversation starters: {count}.', 'Offer three to six.'),
  'store.no-knowledge': refusedByStore('The agent has neither an action nor knowledge.', 'Add one.'),
  'store.capability-unmentioned': refusedByStore("The instructions do not say when to use '{name}'.", 'Say so.'),
  'store.connection-ids': refusedByStore(
    'The agent names connections, which are different in each organisation.',
    "Leave 'connections' out.",
  ),
  'store.engine-prompts': refusedByStore(
    'Prompts that the agent offers to start with: {count}.',
    'Offer at least three commands in the scope copilot.',
  ),
  'store.no-description': better("'{name}' has no description.", 'Say what it does and when it is of use.'),
  'store.no-security-info': better(
    "'{name}' does not say how it handles data; elsewhere it could not be used beside other functions.",
    "Add 'capabilities.security_info'.",
  ),
  'store.write-unmarked': refusedByStore(
    "'{name}' writes, and its operation is not marked.",
    'Add x-openai-isConsequential to the operation.',
  ),
  'store.write-unconfirmed': refusedByStore(
    "'{name}' writes, and no confirmation says what will happen.",
    "Add 'confirmation' with a body.",
  ),
  'store.extension-version': refusedByStore(
    'A message extension that is used as a plugin needs manifest 1.13.',
    'Name a newer version.',
  ),
  'store.sign-on': refusedByStore(
    "Single sign-on needs 'webApplicationInfo.id'.",
    'Add the id of the app registration.',
  ),
  'store.sample-prompts': refusedByStore("Sample prompts of the command '{id}': {count}.", 'Offer three to five.'),
  'store.sample-prompt-twice': refusedByStore("A sample prompt of '{id}' is given twice.", 'Change one of them.'),
  'store.few-parameters': better(
    "Parameters of the command '{id}': {count}.",
    'Take three or more, or several values in one.',
  ),
  'store.valid-domain': refusedByStore("'{domain}' is not under the control of one publisher.", 'Name your own host.'),
  'store.http-server': refusedByStore("The server '{server}' is not secure.", 'Offer it over https.'),
} as const satisfies Readonly<Record<string, Rule>>

export type RuleId = keyof typeof rules

type WordsIn<T extends string> = T extends `${string}{${infer Word}}${infer Rest}` ? Word | WordsIn<Rest> : never

/** What a rule's texts are filled in with: every word that stands in braces there. */
export type ParamsOf<R extends RuleId> = Readonly<
  Record<WordsIn<(typeof rules)[R]['message'] | (typeof rules)[R]['fix']>, string | number>
>
