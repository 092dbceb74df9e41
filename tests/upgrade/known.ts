/** What every kept data folder holds. The key opens test data only. */
export const ENVIRONMENT = { JUMPSEAT_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }
export const FLAGS = ['--dev']
export const TITLE = 'Kept by an older version'
export const SECRET_GROUP = 'oldgroup'
