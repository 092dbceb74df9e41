import { cliErrors } from '../errors.ts'
import { findServer } from '../folder.ts'
import { callOperator } from '../operator.ts'
import { type Command, readWords } from '../words.ts'

const USAGE = 'jumpseat token --user UPN [--app NAME] [--scope NAME …] [--data DIR]'

export const token: Command = {
  summary: 'print an access token of a person, for trying out calls',
  usage: USAGE,
  details: `The token is printed to standard output and nothing else is. Servers give such tokens with --sample or --dev only.

  --user UPN     principal name such as alina.petrescu@lumenquay.example, or an object id
  --app NAME     app to act through (default: the command line's own)
  --scope NAME   delegated scope; repeatable (default: all that the app has)
  --data DIR     data folder of the server`,
  async perform(words) {
    const { values, positionals } = readWords(words, USAGE, {
      user: { type: 'string' },
      app: { type: 'string' },
      scope: { type: 'string', multiple: true },
      data: { type: 'string' },
    })
    const [user = values.user, ...more] = positionals
    if (user === undefined || more.length > 0 || (values.user !== undefined && user !== values.user)) {
      throw cliErrors.wrongWords({ reason: 'Name one person with --user.', nearest: '', usage: USAGE })
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
