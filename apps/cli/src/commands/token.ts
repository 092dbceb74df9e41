import { cliErrors } from '../errors.ts'
import { findServer } from '../folder.ts'
import { callOperator } from '../operator.ts'
import { type Command, readWords } from '../words.ts'

const USAGE = 'jumpseat token USER [--app NAME] [--scope NAME …] [--data DIR]'

export const token: Command = {
  summary: 'print an access token of a person, for trying out calls',
  usage: USAGE,
  details: `USER is a principal name such as alina.petrescu@lumenquay.example, or an object id. The token is printed to standard
output and nothing else is. Servers give such tokens with --sample or --dev only.

  --app NAME     app to act through (default: the command line's own)
  --scope NAME   delegated scope; repeatable (default: all that the app has)
  --data DIR     data folder of the server`,
  async perform(words) {
    const { values, positionals } = readWords(words, USAGE, {
      app: { type: 'string' },
      scope: { type: 'string', multiple: true },
      data: { type: 'string' },
    })
    const [user, ...more] = positionals
    if (user === undefined || more.length > 0) {
      throw cliErrors.wrongWords({ reason: 'Name one person.', nearest: '', usage: USAGE })
    }
    const answer = await callOperator(findServer(values.data), 'POST', 'token', {
      user,
      ...(values.app === undefined ? {} : { app: values.app }),
      ...(values.scope === undefined ? {} : { scopes: values.scope }),
    })
    process.stdout.write(`${String(answer.token)}\n`)
    return 0
  },
}
