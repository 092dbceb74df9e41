import { defineErrors } from '@jumpseat/wire'

// contract: plugins-and-packages 6.7
export const vaultErrors = defineErrors({
  secretInvalid: { status: 400, code: 'SecretInvalid', message: '{reason}', fix: '{fix}' },
  secretNotFound: {
    status: 404,
    code: 'SecretNotFound',
    message: 'There is no such secret.',
    fix: 'List the secrets, or set it first.',
  },
  noConfiguration: {
    status: 424,
    code: 'SecretMissing',
    message: "No matching configuration found for the reference '{reference}' of this app.",
    fix: 'Ask an administrator to set the key of the app.',
  },
  baseUrlMismatch: {
    status: 424,
    code: 'SecretBaseUrlMismatch',
    message: 'The base URL of the key does not match the address that is called.',
    fix: 'Ask an administrator to set the key again with the address of the service.',
  },
  keysSpent: {
    status: 424,
    code: 'SecretRefused',
    message: 'The service refused the key of the app.',
    fix: 'Ask an administrator to set a new key.',
  },
})
