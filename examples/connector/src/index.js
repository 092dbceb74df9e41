import { fileURLToPath } from 'node:url'
import { connect, explain } from './graph.js'
import { run } from './run.js'

const started = Date.now()
const folder = fileURLToPath(new URL('../documents', import.meta.url))
const full = process.argv.includes('--full')

try {
  const { created, updated, unchanged, deleted, failed } = await run(connect(), { folder, full })
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(
    `Done in ${seconds} s: ${created} new, ${updated} changed, ${unchanged} unchanged, ` +
      `${deleted} deleted, ${failed.length} failed`,
  )
  for (const { id, reason } of failed) console.error(`  ${id}: ${reason}`)
  if (failed.length > 0) process.exitCode = 1
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
}
