// Builds the kernels out of their sources, `kernel.wat` into `kernel.ts` beside it: `node bin/node.js scripts/kernel.ts`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import createWabt from 'wabt'

const PACKAGES = join(import.meta.dirname, '../packages')
const FOLDERS = ['index/src/vectors', 'embed/src/builtin']

/** The module in a folder under `packages`, as its source says it, in base64. */
export async function built(folder: string): Promise<string> {
  const wabt = await createWabt()
  const module = wabt.parseWat('kernel.wat', readFileSync(join(PACKAGES, folder, 'kernel.wat'), 'utf8'), { simd: true })
  try {
    module.validate()
    return Buffer.from(module.toBinary({}).buffer).toString('base64')
  } finally {
    module.destroy()
  }
}

if (process.argv[1] === import.meta.filename) {
  const head = '// Built from kernel.wat by scripts/kernel.ts; a test builds it again and compares.\n'
  for (const folder of FOLDERS)
    writeFileSync(join(PACKAGES, folder, 'kernel.ts'), `${head}export const KERNEL =\n  '${await built(folder)}'\n`)
}
