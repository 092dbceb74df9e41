import { isJsonObject, type JsonValue } from '@jumpseat/wire'
import { findServer } from '../folder.ts'
import { callOperator } from '../operator.ts'
import { type Command, readWords } from '../words.ts'

const USAGE = 'jumpseat status [--json] [--data DIR]'

export const status: Command = {
  summary: 'say whether a server runs, where, and how far its index is',
  usage: USAGE,
  details: `  --json       the server's own answer, unformatted
  --data DIR   data folder of the server`,
  async perform(words) {
    const { values } = readWords(words, USAGE, { json: { type: 'boolean', default: false }, data: { type: 'string' } })
    const server = findServer(values.data)
    const answer = await callOperator(server, 'GET', 'status')
    const whole = { ...answer, ca: server.ca, data: server.folder, pid: server.pid }
    process.stdout.write(values.json ? `${JSON.stringify(whole)}\n` : table(whole))
    return 0
  },
}

/** `name  value` lines; what is nested is named with dots. */
function table(value: { [name: string]: JsonValue }): string {
  const rows = flat('', value)
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}\n`).join('')
}

function flat(prefix: string, value: JsonValue): (readonly [string, string])[] {
  if (!isJsonObject(value)) return [[prefix, typeof value === 'string' ? value : JSON.stringify(value)]]
  return Object.entries(value).flatMap(([name, inner]) => flat(prefix === '' ? name : `${prefix}.${name}`, inner))
}
