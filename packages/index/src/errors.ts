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
  engineFailed: {
    status: 500,
    code: 'InternalServerError',
    message: 'The search engine could not do this: {reason}.',
    fix: 'Send the request again. If it fails again, report it with the request id.',
  },
})
