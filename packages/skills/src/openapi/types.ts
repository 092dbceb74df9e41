import type { JsonObject } from '@jumpseat/wire'
import type { SchemaReader } from '../schema/read.ts'

/** An OpenAPI document as it was read, with a reader for its schemas that all its operations share. */
export interface Api {
  readonly root: JsonObject
  readonly reader: SchemaReader
  /** Where the document came from, for servers that are relative to it. */
  readonly url: string | undefined
}

/** Where an operation stands. */
export interface OperationPlace {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly pointer: string
  readonly pathItem: JsonObject
  readonly operation: JsonObject
}
