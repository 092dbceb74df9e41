import type { ResponseSemantics } from '@jumpseat/manifest'
import { isJsonObject, type JsonObject, type JsonValue } from '@jumpseat/wire'
import { resultsOf } from '../respond/citations.ts'
import { type Read, readAnswer } from '../respond/read.ts'

/** What a tool answered, as one value. Contract: packages 8.3; 4.6 and C11 for where `data_path` counts. */
export function readResult(result: JsonObject, semantics: ResponseSemantics | undefined): Read {
  const { structuredContent } = result
  if (structuredContent !== undefined && structuredContent !== null) return { kind: 'json', value: structuredContent }
  const texts = textsOf(result)
  const values = texts.map((text) => readAnswer('', text)).flatMap((read) => (read.kind === 'json' ? [read.value] : []))
  if (values.length === 0 || values.length < texts.length) return { kind: 'text', text: texts.join('\n\n') }
  const value: JsonValue = values.length === 1 && values[0] !== undefined ? values[0] : joinedResults(values, semantics)
  const isEmpty = semantics !== undefined && values.length === 1 && resultsOf(value, semantics).length === 0
  return { kind: 'json', value: isEmpty && resultsOf(result, semantics).length > 0 ? result : value }
}

/** The results of each block, as if the server had sent them in one; without a path the blocks as a list. */
function joinedResults(values: readonly JsonValue[], semantics: ResponseSemantics | undefined): JsonValue {
  const member = /^\$\.([A-Za-z_]\w*)$/.exec(semantics?.dataPath ?? '')?.[1]
  if (semantics === undefined || member === undefined) return [...values]
  return { [member]: values.flatMap((value) => [...resultsOf(value, semantics)]) }
}

/** Text of the blocks; what is no text is named, so that the model knows of it. */
export function textsOf(result: JsonObject): readonly string[] {
  const blocks = Array.isArray(result.content) ? result.content.filter(isJsonObject) : []
  return blocks.flatMap((block) => {
    const { type, text, resource, uri, name, mimeType } = block
    if (type === 'text' && typeof text === 'string') return [text]
    if (type === 'resource' && isJsonObject(resource) && typeof resource.text === 'string') return [resource.text]
    if (type === 'resource_link' && typeof uri === 'string')
      return [`[link] ${typeof name === 'string' ? name : ''} ${uri}`]
    return typeof type === 'string'
      ? [`[${type.slice(0, 30)} ${typeof mimeType === 'string' ? mimeType.slice(0, 60) : ''}]`]
      : []
  })
}
