import { defineErrors } from '@jumpseat/wire'

export const indexErrors = defineErrors({
  followerStopped: {
    status: 503,
    code: 'ServiceUnavailable',
    message: 'The index no longer follows the store.',
    fix: 'The server is stopping. Send the request again when it is back.',
  },
})
