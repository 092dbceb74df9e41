import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Starts a peer of `bench/peers` in a process of its own; its first line says where it is. */
export async function startPeer(file: string): Promise<{ readonly url: string; readonly end: () => void }> {
  const path = join(import.meta.dirname, '../peers', file)
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve))
  return { url: JSON.parse(line).url, end: () => child.kill() }
}
