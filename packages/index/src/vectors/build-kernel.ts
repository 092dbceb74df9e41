// Builds kernel.ts out of kernel.wat: `node packages/index/src/vectors/build-kernel.ts`.
import { readFileSync, writeFileSync } from 'node:fs'
import createWabt from 'wabt'

const at = (name: string) => new URL(name, import.meta.url)

/** The module as the source says it, in base64. */
export async function built(): Promise<string> {
  const wabt = await createWabt()
  const module = wabt.parseWat('kernel.wat', readFileSync(at('./kernel.wat'), 'utf8'), { simd: true })
  try {
    module.validate()
    return Buffer.from(module.toBinary({}).buffer).toString('base64')
  } finally {
    module.destroy()
  }
}

if (process.argv[1] === import.meta.filename)
  writeFileSync(
    at('./kernel.ts'),
    `// Built from kernel.wat by build-kernel.ts; a test builds it again and compares.\nexport const KERNEL =\n  '${await built()}'\n`,
  )
