import { cliErrors } from '../errors.ts'
import { findServer } from '../folder.ts'
import { callOperator } from '../operator.ts'
import { type Command, readWords } from '../words.ts'

const USAGE = 'jumpseat index rebuild [--data DIR]'

export const index: Command = {
  summary: 'make the search index anew from the store; the old one answers meanwhile',
  usage: USAGE,
  details: `  --data DIR   data folder of the server

"jumpseat status" tells how far it is. It takes the memory of two indexes until it is done.`,
  async perform(words) {
    const { values, positionals } = readWords(words, USAGE, { data: { type: 'string' } })
    if (positionals.join(' ') !== 'rebuild')
      throw cliErrors.wrongWords({ reason: 'The word after "index" is "rebuild".', nearest: '', usage: USAGE })
    await callOperator(findServer(values.data), 'POST', 'index/rebuild')
    process.stdout.write('The index is being made anew. "jumpseat status" tells how far it is.\n')
    return 0
  },
}
