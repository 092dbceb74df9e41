import { randomBytes } from 'node:crypto'
import { createDesk } from './desk.js'
import { serve } from './server.js'

const key = process.env.LIGHT_DESK_KEY ?? randomBytes(18).toString('base64url')
const port = Number(process.env.PORT ?? 4710)
const server = await serve({ desk: createDesk(), key, port })
const { port: open } = server.address()

console.log(`Light Desk answers at http://127.0.0.1:${open}`)
if (process.env.LIGHT_DESK_KEY === undefined) console.log(`Its API key of this run: ${key}`)
