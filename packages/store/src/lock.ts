import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { storeErrors } from './errors.ts'

/**
 * Holds the data folder for this process. SQLite's own file lock does it, because the system frees that at any death
 * of the process: there is no stale lock to clean up after `kill -9`.
 */
export function lockFolder(folder: string): () => void {
  const database = new DatabaseSync(join(folder, 'lock.sqlite'))
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    throw storeErrors.folderInUse({ folder }, { cause })
  }
  return () => database.close()
}
