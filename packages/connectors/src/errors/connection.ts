import type { ErrorSpec } from '@jumpseat/wire'
import { invalidRequest } from './shared.ts'

/** Contract: connectors 1.1, 1.2, 1.5 and 1.6. */
export const connectionErrors = {
  connectionIdLength: invalidRequest(
    'InvalidConnectionIdLength',
    'The connection id must have 3 to 32 characters.',
    'Send an id of 3 to 32 ASCII letters and digits.',
  ),
  connectionIdCharacters: invalidRequest(
    'InvalidConnectionIdCharacters',
    'The connection id may hold ASCII letters and digits only.',
    'Remove hyphens, blanks and other signs from the id.',
  ),
  connectionIdPrefix: invalidRequest(
    'ReservedConnectionIdPrefix',
    "The connection id must not begin with 'Microsoft'.",
    'Choose another id.',
  ),
  connectionIdReserved: invalidRequest(
    'ReservedConnectionId',
    "The connection id '{id}' is reserved.",
    'Choose another id.',
  ),
  connectionNameMissing: invalidRequest('MissingName', 'The connection has no name.', 'Send a name that is not empty.'),
  connectionNameLength: invalidRequest(
    'NameTooLong',
    'The name of a connection has at most {limit} characters.',
    'Send a shorter name.',
  ),
  connectionMemberType: invalidRequest(
    'InvalidMemberType',
    "The member '{name}' must be {type}.",
    'Correct the member, or leave it away.',
  ),
  contentCategory: invalidRequest(
    'InvalidContentCategory',
    "'{value}' is not a content category.",
    'Use one of: {members}.',
  ),
  contentExperience: invalidRequest(
    'InvalidContentExperience',
    "'{value}' is not a content experience.",
    'Use search, compliance, or both with a comma between them.',
  ),
  resolverType: invalidRequest(
    'InvalidUrlResolver',
    "A URL resolver cannot be of type '{type}'.",
    'Use #microsoft.graph.externalConnectors.itemIdResolver with itemId and urlMatchInfo.',
  ),
  resolverPattern: invalidRequest(
    'InvalidUrlPattern',
    'A urlPattern is not a regular expression of ECMA-262 of at most {limit} characters: {reason}.',
    'Correct the pattern; groups are written (?<name>…).',
  ),
  tooManyTemplates: invalidRequest(
    'TooManyResultTemplates',
    'A connection has at most {limit} result templates.',
    'Send fewer templates.',
  ),
  templateId: invalidRequest(
    'InvalidResultTemplateId',
    'The id of a result template has 1 to {limit} letters and digits and is used once.',
    'Choose another id.',
  ),
  templatePriority: invalidRequest(
    'InvalidResultTemplatePriority',
    'The priority of a result template is a positive whole number.',
    'Send 1 for the template that is tried first.',
  ),
  templateRule: invalidRequest(
    'InvalidResultTemplateRule',
    'A rule of a result template has an unknown {member}.',
    'Use one of: {members}.',
  ),
} as const satisfies Record<string, ErrorSpec>
