import { Buffer } from 'node:buffer'
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { storeErrors } from './errors.ts'

const KEY_BYTES = 32

/**
 * The key that wraps the tenants' keys: `configured` (base64 of 32 bytes) or the file `master.key`, mode 0600.
 * The file is made for a new folder only: in a folder that already holds data its absence is an error.
 */
export function masterKeyOf(folder: string, configured: string | undefined, hasData: boolean): KeyObject {
  if (configured !== undefined) return checked(configured)
  const path = join(folder, 'master.key')
  if (existsSync(path)) return checked(readFileSync(path, 'utf8'))
  if (hasData) throw storeErrors.masterKeyMissing({ folder, path })
  const key = randomBytes(KEY_BYTES)
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, `${key.toString('base64')}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return createSecretKey(key)
}

function checked(text: string): KeyObject {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== KEY_BYTES) throw storeErrors.masterKeyWrong()
  return createSecretKey(key)
}
