import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const CANDIDATES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Path of a Chromium for the browser tests; installs Debian's where it can. Undefined when there is none to be had. */
export function findOrInstallBrowser(): string | undefined {
  return find() ?? install()
}

function find(): string | undefined {
  return CANDIDATES.find((path) => path !== undefined && existsSync(path))
}

function install(): string | undefined {
  const isRoot = process.getuid?.() === 0
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return undefined
  console.log('Installing Chromium for the browser tests')
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const words of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ]) {
    if (spawnSync('apt-get', words, { stdio: ['ignore', 'ignore', 'inherit'], env: environment }).status !== 0)
      return undefined
  }
  return find()
}

export const BROWSER_HINT =
  'The browser tests need Chromium. On Debian or Ubuntu run "sudo apt-get install chromium"; elsewhere install it and set CHROMIUM to its path.'
