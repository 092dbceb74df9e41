// Reads the packages of a folder in a process of its own and prints what each took: `node measure-hostile.ts FOLDER`.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { readPackage, resolvePackage } from '../index.ts'
import { wholePackage } from './samples.ts'
import { zipOf } from './zip.ts'

export interface Measured {
  /** Of the file. */
  readonly name: string
  /** Time of the reading thread, so that a busy machine does not decide. */
  readonly cpuMs: number
  /** How far the process grew at its highest; of Linux only, else 0. */
  readonly peakMb: number
  /** Connections that were tried. */
  readonly connections: number
  /** Rules of level `load` and severity `error` that the package broke. */
  readonly rules: readonly string[]
}

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

let connections = 0
Socket.prototype.connect = function connect() {
  connections += 1
  return this
}

// What is compiled once counts for the first package of a process, not for a hostile one.
resolvePackage(await readPackage(zipOf(wholePackage())))

const folder = process.argv[2] ?? '.'
const measured: Measured[] = []
for (const name of readdirSync(folder).sort()) {
  const archive = readFileSync(join(folder, name))
  collect()
  resetPeak()
  const before = statusOf('VmRSS')
  const cpu = process.threadCpuUsage()
  const { findings } = resolvePackage(await readPackage(archive))
  const { user, system } = process.threadCpuUsage(cpu)
  measured.push({
    name,
    cpuMs: Math.round((user + system) / 1_000),
    peakMb: Math.round(statusOf('VmHWM') - before),
    connections,
    rules: [...new Set(findings.filter(isRefusal).map(({ rule }) => rule))],
  })
}
console.log(JSON.stringify(measured))

function isRefusal({ severity, level }: { readonly severity: string; readonly level: string }): boolean {
  return severity === 'error' && level === 'load'
}

/** The highest size of the process is counted anew from here on. */
function resetPeak(): void {
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5')
}

function statusOf(name: 'VmRSS' | 'VmHWM'): number {
  if (process.platform !== 'linux') return 0
  return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1_024
}
