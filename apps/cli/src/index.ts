export { CREDENTIAL_NAMES } from './run/credentials.ts'
