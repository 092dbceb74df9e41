import { randomUUID } from 'node:crypto'
import type { JsonValue } from '@jumpseat/wire'
import { textOf } from '../schema/text.ts'
import type { BodyProperty } from '../types.ts'
import { bytesOf } from './serialise.ts'

export interface Multipart {
  readonly contentType: string
  readonly content: Uint8Array
}

/** A `multipart/form-data` body. RFC 7578. A list gives one part for each member. */
export function multipartOf(
  parts: readonly { readonly property: BodyProperty; readonly value: JsonValue }[],
  boundary = `jumpseat-${randomUUID()}`,
): Multipart {
  const chunks = parts.flatMap(({ property, value }) =>
    (Array.isArray(value) ? value : [value]).flatMap((member) => {
      const head = `--${boundary}\r\n${headOf(property, member)}\r\n\r\n`
      const content = property.isFile ? bytesOf(textOf(member)) : Buffer.from(textOf(member))
      return [Buffer.from(head), content, Buffer.from('\r\n')]
    }),
  )
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    content: new Uint8Array(Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)])),
  }
}

function headOf({ name, contentType, isFile }: BodyProperty, value: JsonValue): string {
  const file = isFile ? `; filename="${quoted(name)}"` : ''
  const type = typeFor(contentType, isFile, value)
  return `Content-Disposition: form-data; name="${quoted(name)}"${file}${type === undefined ? '' : `\r\nContent-Type: ${type}`}`
}

/** OpenAPI 3.0.3 "Encoding Object": the defaults by type. Of several allowed types the first counts. */
function typeFor(given: string | undefined, isFile: boolean, value: JsonValue): string | undefined {
  const first = given?.split(',')[0]?.trim()
  if (first !== undefined && /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;[\x20-\x7e]*)?$/.test(first)) return first
  if (isFile) return 'application/octet-stream'
  return typeof value === 'object' && value !== null ? 'application/json' : undefined
}

/** As browsers write a name. HTML "multipart/form-data encoding algorithm". */
const quoted = (name: string) => name.replace(/\r?\n|\r/g, '%0D%0A').replace(/"/g, '%22')
