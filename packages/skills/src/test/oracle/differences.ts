// Table: where our request differs from swagger-client's on purpose, and why. What no line explains is a defect of one of the two.
import { isJsonObject, type JsonObject, type JsonValue, own } from '@jumpseat/wire'
import type { Operation } from '../../types.ts'
import type { PartComparison } from './compare.ts'

export interface Difference {
  readonly id: string
  readonly why: string
  readonly explains: (part: PartComparison, operation: Operation, args: JsonObject) => boolean
}

const parameterFor = ({ part, name }: PartComparison, operation: Operation) =>
  operation.parameters.find(
    (parameter) =>
      parameter.in === part &&
      (parameter.name === name || (part === 'header' && parameter.name.toLowerCase() === name)),
  )

const propertyFor = ({ name }: PartComparison, operation: Operation) =>
  operation.body?.properties.find((property) => property.name === name)

const isList = (value: JsonValue | undefined) => Array.isArray(value)

/** The call is not made: there is no request to compare. */
export const PATH_KEPT: Difference = {
  id: 'path-kept',
  why: 'An argument that is empty or dots would make the path that of another operation: the call is refused.',
  explains: () => false,
}

export const DIFFERENCES: readonly Difference[] = [
  PATH_KEPT,
  {
    id: 'default-left-to-the-server',
    why: 'A default of something optional is what the server takes when nothing is sent. OpenAPI 3.0.3 "Schema Object".',
    explains: (part, operation, args) => {
      const owner = parameterFor(part, operation) ?? (part.part === 'body' ? propertyFor(part, operation) : undefined)
      return owner !== undefined && own(args, owner.argument) === undefined && (part.ours === '' || part.ours === '[]')
    },
  },
  {
    id: 'empty-text-is-sent',
    why: 'An empty text that was given is a value, and so is a 0 among choices of texts; the oracle leaves them out.',
    explains: (part, operation, args) => {
      const parameter = parameterFor(part, operation)
      const value = parameter && (own(args, parameter.argument) ?? parameter.default)
      return value === '' || value === 0
    },
  },
  {
    id: 'path-with-more-than-a-path',
    why: 'Parameters are put into every path; the oracle fills none that holds a space, or a name in braces that nobody declares.',
    explains: ({ part, theirs }, operation) =>
      part === 'path' &&
      /[\s?]/.test(operation.path) &&
      operation.parameters.some(({ in: place, name }) => place === 'path' && theirs.includes(`{${name}}`)),
  },
  {
    id: 'delimiter-between-members',
    why: 'Spaces and pipes stand between the members of objects as they do between those of lists. OpenAPI 3.0.3 "Style Examples".',
    explains: (part, operation, args) => {
      const parameter = parameterFor(part, operation)
      return parameter !== undefined && /Delimited$/.test(parameter.style) && isJsonObject(args[parameter.argument])
    },
  },
  {
    id: 'deep-object-of-a-list',
    why: 'deepObject says nothing of lists: the name is repeated, as in the default style; the oracle joins with commas.',
    explains: (part, operation, args) => {
      const parameter = parameterFor(part, operation)
      return parameter?.style === 'deepObject' && isList(args[parameter.argument])
    },
  },
  {
    id: 'cookie-with-several-values',
    why: 'Each value of a list or an object is a cookie of its own, or all are one; the oracle writes one with "&" in it.',
    explains: ({ part }, operation, args) =>
      part === 'cookie' &&
      operation.parameters.some(
        (parameter) => parameter.in === 'cookie' && typeof args[parameter.argument] === 'object',
      ),
  },
  {
    id: 'percent-in-a-cookie',
    why: 'A percent sign is encoded, so that the server reads it back; the oracle leaves it as it is.',
    explains: ({ part }, operation, args) =>
      part === 'cookie' &&
      operation.parameters.some(
        ({ in: place, argument }) => place === 'cookie' && String(args[argument]).includes('%'),
      ),
  },
  {
    id: 'list-repeats-its-name',
    why: 'A list in a form is written name by name: explode is the default of style "form". OpenAPI 3.0.3 "Encoding Object".',
    explains: (part, operation, args) => {
      const property = part.part === 'body' ? propertyFor(part, operation) : undefined
      return property !== undefined && operation.body?.encoding !== 'json' && isList(args[property.argument])
    },
  },
  {
    id: 'file-is-bytes',
    why: 'A file comes as base64 and goes as bytes; the oracle is given no file, and sends the text.',
    explains: (part, operation) =>
      part.part === 'body' && (operation.body?.encoding === 'binary' || propertyFor(part, operation)?.isFile === true),
  },
  {
    id: 'text-stays-text',
    why: 'The text "1e3" in a form is sent as it is; the oracle takes it for the number 1000.',
    explains: (part, operation, args) => {
      const property = part.part === 'body' ? propertyFor(part, operation) : undefined
      return (
        property !== undefined && typeof args[property.argument] === 'string' && operation.body?.encoding !== 'json'
      )
    },
  },
]
