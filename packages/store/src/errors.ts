import { defineErrors } from '@jumpseat/wire'

export const storeErrors = defineErrors({
  folderInUse: {
    status: 500,
    code: 'DataFolderInUse',
    message: "The data folder '{folder}' is in use by another process.",
    fix: 'Stop the other server, or start this one with another --data folder.',
  },
  newerData: {
    status: 500,
    code: 'DataFolderNewer',
    message: "The data folder '{folder}' was written by a newer Jumpseat (it has the migration '{migration}').",
    fix: 'Start it with that version or a later one. Nothing was changed.',
  },
  masterKeyMissing: {
    status: 500,
    code: 'MasterKeyMissing',
    message: "The data folder '{folder}' holds sealed content but its master key is not at '{path}'.",
    fix: 'Put the key file back from your backup, or set JUMPSEAT_MASTER_KEY. Without it the content cannot be read.',
  },
  masterKeyWrong: {
    status: 500,
    code: 'MasterKeyWrong',
    message: 'The master key does not open the keys of this data folder.',
    fix: 'Use the master key that belongs to this data folder.',
  },
  noTenantKey: {
    status: 500,
    code: 'TenantKeyMissing',
    message: 'The tenant has no content key.',
    fix: 'The tenant was deleted, or the data folder is damaged: restore it from a backup.',
  },
  sealBroken: {
    status: 500,
    code: 'SealBroken',
    message: 'A sealed value could not be opened: it was changed or moved.',
    fix: 'Restore the data folder from a backup.',
  },
  writerStopped: {
    status: 503,
    code: 'ServiceUnavailable',
    message: 'The server is stopping.',
    fix: 'Send the request again once the server is back.',
  },
  writeFailed: {
    status: 500,
    code: 'WriteFailed',
    message: 'The write was not applied: {reason}.',
    fix: 'Nothing of this request was kept. Check the disk; then send it again.',
  },
})

/** A unit was refused because a guarded statement met no row; `reason` is the guard's word. */
export class GuardError extends Error {
  override readonly name = 'GuardError'
  readonly reason: string
  constructor(reason: string) {
    super(`guard refused the write: ${reason}`)
    this.reason = reason
  }
}
