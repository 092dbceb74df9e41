// Builds the pages when their sources changed since the last build; a second run with nothing changed takes no time.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const web = join(root, 'apps/web')
const dist = join(web, 'dist')
const STAMP = '.stamp'

const SOURCES = ['index.html', 'vite.config.ts', 'package.json', 'src/**/*']

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

const isCurrent = (wanted: string) =>
  existsSync(join(dist, STAMP)) && readFileSync(join(dist, STAMP), 'utf8') === wanted

/** Builds the pages unless `dist` already holds them; answers whether it built. Several processes may call it at once. */
export function buildPages(): boolean {
  const wanted = digest()
  if (isCurrent(wanted)) return false
  const scratch = mkdtempSync(join(root, 'node_modules/.jumpseat-pages-'))
  try {
    const fresh = join(scratch, 'dist')
    runVite(fresh)
    compress(join(fresh, 'assets'))
    writeFileSync(join(fresh, STAMP), wanted)
    if (!isCurrent(wanted)) {
      if (existsSync(dist)) renameSync(dist, join(scratch, 'old'))
      renameSync(fresh, dist)
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  return true
}

/** In a process of its own, because React is built for production only where NODE_ENV says so. */
function runVite(outDir: string): void {
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const words = [
    'build',
    '--config',
    join(web, 'vite.config.ts'),
    '--outDir',
    outDir,
    '--emptyOutDir',
    '--logLevel',
    'warn',
  ]
  const env = { ...process.env, NODE_ENV: 'production' }
  const { status } = spawnSync(process.execPath, [vite, ...words], { stdio: 'inherit', env })
  if (status !== 0) throw new Error('The pages could not be built: see the message above.')
}

/** Lays a gzip beside each file that shrinks by it; the server sends that to browsers that take it. */
function compress(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!/\.(js|css|svg)$/.test(name)) continue
    writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(folder, name)), { level: 9 }))
  }
}

if (import.meta.main) {
  const started = performance.now()
  const built = buildPages()
  console.log(built ? `Pages built in ${((performance.now() - started) / 1000).toFixed(1)} s` : 'Pages are up to date')
}
