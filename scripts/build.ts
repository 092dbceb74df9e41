// Builds the pages when their sources are newer than the last build; a second run with nothing changed takes no time.
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const web = join(root, 'apps/web')
const stamp = join(web, 'dist/.stamp')

const SOURCES = ['index.html', 'vite.config.ts', 'package.json', 'public/**/*', 'src/**/*.{ts,tsx}']

/** One digest over everything that the build reads; the lock file stands for the dependencies. */
function digest(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  const files = globSync(SOURCES, { cwd: web, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  for (const file of files) hash.update(`\0${file.slice(web.length)}\0`).update(readFileSync(file))
  return hash.digest('hex')
}

/** Builds the pages unless `dist` already holds them. Answers whether it built. */
export async function buildPages(): Promise<boolean> {
  const wanted = digest()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false
  const { build } = await import('vite')
  await build({ configFile: join(web, 'vite.config.ts'), logLevel: 'warn' })
  writeFileSync(stamp, wanted)
  return true
}

if (import.meta.main) {
  const started = performance.now()
  const built = await buildPages()
  console.log(built ? `Pages built in ${((performance.now() - started) / 1000).toFixed(1)} s` : 'Pages are up to date')
}
