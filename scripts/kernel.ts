// Builds the kernel of the vector scan out of its source: `node bin/node.js scripts/kernel.ts`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import createWabt from 'wabt'

const FOLDER = join(import.meta.dirname, '../packages/index/src/vectors')

/** The module as the source says it, in base64. */
export async function built(): Promise<string> {
  const wabt = await createWabt()
  const module = wabt.parseWat('kernel.wat', readFileSync(join(FOLDER, 'kernel.wat'), 'utf8'), { simd: true })
  try {
    module.validate()
    return Buffer.from(module.toBinary({}).buffer).toString('base64')
  } finally {
    module.destroy()
  }
}

if (process.argv[1] === import.meta.filename) {
  const head = '// Built from kernel.wat by scripts/kernel.ts; a test builds it again and compares.\n'
  writeFileSync(join(FOLDER, 'kernel.ts'), `${head}export const KERNEL =\n  '${await built()}'\n`)
}
