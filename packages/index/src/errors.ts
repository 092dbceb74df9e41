import { defineErrors } from '@jumpseat/wire'

export const indexErrors = defineErrors({
  followerStopped: {
    status: 503,
    code: 'ServiceUnavailable',
    message: 'The index no longer follows the store.',
    fix: 'The server is stopping. Send the request again when it is back.',
  },
  engineStopped: {
    status: 503,
    code: 'ServiceUnavailable',
    message: 'The search engine has stopped: {reason}.',
    fix: 'Restart the server; it builds the index again from the store. If it stops again, give the index more memory.',
  },
  engineFull: {
    status: 503,
    code: 'ServiceUnavailable',
    message: 'The index holds as many items as it can number.',
    fix: 'Delete connections that are not needed, or spread the organisations over several servers.',
  },
  snapshotBroken: {
    status: 500,
    code: 'SnapshotBroken',
    message: 'The snapshot of the index cannot be used: {reason}.',
    fix: 'Nothing is lost: the index is rebuilt from the store. If it happens again, check the disk.',
  },
  engineFailed: {
    status: 500,
    code: 'InternalServerError',
    message: 'The search engine could not do this: {reason}.',
    fix: 'Send the request again. If it fails again, report it with the request id.',
  },
  vectorsOfWrongLength: {
    status: 500,
    code: 'InternalServerError',
    message: 'Vectors have {dimensions} numbers, where {most} are the most that fit.',
    fix: 'Give each embedding model an id of its own, and vectors of one length.',
  },
})
