import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const RUNTIME = 'onnxruntime-node'

/** URL of the runtime: installed beside the program, or in the model's folder or one above. Undefined where it is in neither place. */
export function runtimeFor(folder: string): string | undefined {
  for (const from of [import.meta.url, resolve(folder, 'model.onnx')]) {
    try {
      return pathToFileURL(createRequire(from).resolve(RUNTIME)).href
    } catch {
      // Not there.
    }
  }
  return undefined
}
