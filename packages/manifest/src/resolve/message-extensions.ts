// contract: packages 1.3, 5.7.
import type { Context } from '../context.ts'
import { readApi } from '../openapi/document.ts'
import { checkSchema } from '../schema/check.ts'
import { readDocument } from '../text/document.ts'
import { locate } from '../text/reference.ts'
import type {
  ApiDocument,
  MessageExtension,
  MessageExtensionAuth,
  MessageExtensionCommand,
  MessageExtensionParameter,
} from '../types.ts'
import { at, type Cursor, FEW, flagAt, items, objectAt, placeOf, textAt, textsAt, wordAt } from './cursor.ts'

export function readMessageExtensions(manifest: Cursor, manifestVersion: string): readonly MessageExtension[] {
  return items(at(manifest, 'composeExtensions'), FEW).flatMap((cursor) =>
    objectAt(cursor) === undefined ? [] : [extensionOf(cursor, manifestVersion)],
  )
}

function extensionOf(cursor: Cursor, manifestVersion: string): MessageExtension {
  const { report } = cursor.context
  const specification = textAt(at(cursor, 'apiSpecificationFile'))
  const type =
    wordAt(at(cursor, 'composeExtensionType'), ['botBased', 'apiBased']) ??
    (specification === undefined ? 'botBased' : 'apiBased')
  const botId = textAt(at(cursor, 'botId'))
  if (type === 'botBased' && botId === undefined) report.add('extension.no-bot', placeOf(cursor))
  if (type === 'apiBased' && specification === undefined) report.add('extension.no-document', placeOf(cursor))
  const path =
    specification === undefined
      ? undefined
      : locate(cursor.context, placeOf(at(cursor, 'apiSpecificationFile')), specification)
  const document = path === undefined ? undefined : readApi(cursor.context, path)
  const commands = items(at(cursor, 'commands')).flatMap(
    (command) => commandOf(command, type, document, manifestVersion) ?? [],
  )
  if (commands.length === 0 && items(at(cursor, 'messageHandlers')).length === 0)
    report.add('extension.no-commands', placeOf(cursor))
  return {
    ...placeOf(cursor),
    id: textAt(at(cursor, 'id')),
    type,
    botId,
    document,
    auth: authOf(at(cursor, 'authorization')),
    commands,
    linkDomains: items(at(cursor, 'messageHandlers')).flatMap((handler) => {
      const value = at(handler, 'value')
      const supportsAnonymizedPayloads = flagAt(at(value, 'supportsAnonymizedPayloads')) ?? false
      return textsAt(at(value, 'domains')).map((domain) => ({ domain, supportsAnonymizedPayloads }))
    }),
    canUpdateConfiguration: flagAt(at(cursor, 'canUpdateConfiguration')) ?? false,
  }
}

/** contract: packages 1.3, both spellings of `oAuthConfigurationId` occur. */
function authOf(authorization: Cursor): MessageExtensionAuth {
  const type =
    wordAt(at(authorization, 'authType'), ['none', 'apiSecretServiceAuth', 'microsoftEntra', 'oAuth2.0']) ?? 'none'
  const secret = textAt(at(at(authorization, 'apiSecretServiceAuthConfiguration'), 'apiSecretRegistrationId'))
  const oauth = textAt(at(at(authorization, 'oAuthConfiguration'), 'oAuthConfigurationId'))
  return {
    type,
    referenceId: type === 'apiSecretServiceAuth' ? secret : type === 'oAuth2.0' ? oauth : undefined,
    supportsSingleSignOn: flagAt(at(at(authorization, 'microsoftEntraConfiguration'), 'supportsSingleSignOn')) ?? false,
  }
}

function commandOf(
  cursor: Cursor,
  kind: MessageExtension['type'],
  document: ApiDocument | undefined,
  manifestVersion: string,
): MessageExtensionCommand | undefined {
  const { context } = cursor
  const id = textAt(at(cursor, 'id'))
  if (id === undefined) {
    context.report.add('extension.command-no-id', placeOf(cursor))
    return undefined
  }
  const type = wordAt(at(cursor, 'type'), ['query', 'action']) ?? 'query'
  const parameters = items(at(cursor, 'parameters')).flatMap((parameter) => parameterOf(parameter) ?? [])
  if (type === 'query' && parameters.length === 0)
    context.report.add('extension.no-parameters', placeOf(cursor), { id })
  const operation = document?.operations.find(({ operationId, name }) => operationId === id || name === id)
  if (kind === 'apiBased' && document !== undefined && operation === undefined)
    context.report.add('extension.no-operation', placeOf(cursor), { id })
  return {
    ...placeOf(cursor),
    id,
    type,
    title: textAt(at(cursor, 'title')) ?? id,
    description: textAt(at(cursor, 'description')),
    semanticDescription: textAt(at(cursor, 'semanticDescription')),
    context: contextsOf(at(cursor, 'context')),
    initialRun: flagAt(at(cursor, 'initialRun')) ?? false,
    fetchTask: flagAt(at(cursor, 'fetchTask')) ?? false,
    taskInfo: objectAt(at(cursor, 'taskInfo')),
    samplePrompts: items(at(cursor, 'samplePrompts')).flatMap(
      (prompt) => (typeof prompt.value === 'string' ? prompt.value : textAt(at(prompt, 'text'))) ?? [],
    ),
    parameters,
    operation,
    responseTemplate: templateOf(context, at(cursor, 'apiResponseRenderingTemplateFile'), manifestVersion),
  }
}

const CONTEXTS = ['compose', 'commandBox', 'message'] as const

function contextsOf(list: Cursor): readonly string[] {
  const named = items(list).flatMap((item) => wordAt(item, CONTEXTS) ?? [])
  return named.length === 0 ? ['compose', 'commandBox'] : named
}

const INPUTS = ['text', 'textarea', 'number', 'date', 'time', 'toggle', 'choiceset'] as const

function parameterOf(cursor: Cursor): MessageExtensionParameter | undefined {
  const name = textAt(at(cursor, 'name'))
  if (name === undefined) return undefined
  return {
    name,
    title: textAt(at(cursor, 'title')) ?? name,
    description: textAt(at(cursor, 'description')),
    semanticDescription: textAt(at(cursor, 'semanticDescription')),
    inputType: wordAt(at(cursor, 'inputType'), INPUTS) ?? 'text',
    value: textAt(at(cursor, 'value')),
    choices: items(at(cursor, 'choices')).flatMap((choice) => {
      const title = textAt(at(choice, 'title'))
      const value = textAt(at(choice, 'value')) ?? title
      return value === undefined ? [] : [{ title: title ?? value, value }]
    }),
    isRequired: flagAt(at(cursor, 'isRequired')) ?? false,
  }
}

function templateOf(context: Context, file: Cursor, manifestVersion: string) {
  const written = textAt(file)
  const path = written === undefined ? undefined : locate(context, placeOf(file), written)
  if (path === undefined) return undefined
  const place = { file: path, pointer: '' }
  const document = readDocument(context, path)
  if (document !== undefined) checkSchema(context, 'responseTemplate', manifestVersion, place, document)
  return objectAt({ context, ...place, value: document })
}
