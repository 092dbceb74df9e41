import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { closest, distance } from 'fastest-levenshtein'
import { cliErrors } from './errors.ts'

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string
  readonly usage: string
  /** What `jumpseat help COMMAND` says below the usage. */
  readonly details: string
  /** Does the work; resolves with the exit code. */
  readonly perform: (words: readonly string[]) => Promise<number>
}

/** Reads options and positions, or refuses with the usage and the nearest option. */
export function readWords<const T extends ParseArgsOptionsConfig>(words: readonly string[], usage: string, options: T) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
  } catch (error) {
    const given = words.find((word) => /^--?[a-z]/i.test(word) && !(optionName(word) in options))
    const nearest =
      given === undefined
        ? ''
        : nearestOf(
            `--${optionName(given)}`,
            Object.keys(options).map((name) => `--${name}`),
          )
    const reason = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error)
    throw cliErrors.wrongWords({ reason: `${reason.replace(/\.$/, '')}.`, nearest, usage }, { cause: error })
  }
}

function optionName(word: string): string {
  return word.replace(/^-+/, '').replace(/=.*/, '')
}

/** `Did you mean 'x'? ` when one of `known` is near enough, else nothing. */
export function nearestOf(word: string, known: readonly string[]): string {
  const candidate = closest(word, [...known])
  const isNear = distance(word, candidate) <= Math.max(2, Math.floor(candidate.length / 3))
  return isNear ? `Did you mean '${candidate}'? ` : ''
}
