// `npm run verify`: everything that must hold before a change lands. Stops at the first step that fails.
// `npm run verify:full` goes on with what takes hours.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { BROWSER_HINT, findOrInstallBrowser } from './browser.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

interface Step {
  readonly name: string
  readonly words: readonly string[]
}

const STEPS: readonly Step[] = [
  { name: 'lint', words: ['node_modules/@biomejs/biome/bin/biome', 'check', '.'] },
  { name: 'types', words: ['node_modules/typescript/bin/tsc', '--noEmit'] },
  { name: 'pages', words: ['scripts/build.ts'] },
  { name: 'reference', words: ['scripts/docs.ts', '--check'] },
  { name: 'tests', words: ['node_modules/vitest/vitest.mjs', 'run'] },
]

/** The long ones: the same claims, tried far more often. */
const SOAKS: readonly Step[] = [
  { name: 'kill -9, 200 rounds', words: ['tests/durability/kill.ts', '--rounds', '200'] },
  { name: 'twin worlds, 10,000 trials', words: ['scripts/soak-twins.ts', '--trials', '10000'] },
]

const steps = process.argv.includes('--full') ? [...STEPS, ...SOAKS] : STEPS
const browser = findOrInstallBrowser()
if (browser === undefined) {
  console.error(BROWSER_HINT)
  process.exit(1)
}

for (const { name, words } of steps) {
  const started = Date.now()
  console.log(`\n== ${name}`)
  const { status } = spawnSync(process.execPath, words, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, CHROMIUM: browser },
  })
  if (status !== 0) {
    console.error(`\n== ${name} failed`)
    process.exit(status ?? 1)
  }
  console.log(`== ${name} passed in ${Math.round((Date.now() - started) / 1000)} s`)
}
console.log('\nEverything holds.')
