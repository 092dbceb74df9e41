// `npm run soak:twins -- --trials N`: twin worlds for longer than `verify` does, on the engine and over HTTP.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { trials: { type: 'string', default: '10000' } } })
const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '-t',
  'twin worlds|may not be read',
  '--testTimeout',
  '86400000',
]
const files = [
  'packages/index/src/engine/engine.test.ts',
  'packages/index/src/reference.test.ts',
  'packages/search/src/twins.test.ts',
]
const { status } = spawnSync(process.execPath, [...vitest, ...files], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
  env: { ...process.env, RUNS: values.trials },
})
process.exit(status ?? 1)
