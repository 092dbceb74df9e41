import { existsSync } from 'node:fs'
import type { Finding, Inspection, Level } from '@jumpseat/manifest'
import { cliErrors } from '../errors.ts'
import { nearestOf, readWords } from '../words.ts'

export const INSPECT_USAGE =
  'jumpseat app inspect PATH [--json] [--level load|strict|store] [--env NAME] [--env-file FILE] [--locale TAG]'

export const INSPECT_DETAILS = `inspect reads an app package (a zip, a folder, a project, or a single document) and says what is in it and what is
wrong with it. It needs no server and sends nothing anywhere. It ends with 1 when a finding of the level is an error.

  --json              the findings and the contents as one JSON value
  --level LEVEL       load: what keeps it from working here; strict (the default): what the published schemas refuse
                      too; store: what a store would ask for too
  --env NAME          take values of \${{NAME}} from the environment NAME of the project (.env.NAME)
  --env-file FILE     take them from this file; both may be given, the file wins
  --locale TAG        read the texts in this language`

const LEVELS: readonly Level[] = ['load', 'strict', 'store']

/** `jumpseat app inspect`: on this machine alone. What reads packages is loaded here, so that no other command waits for it. */
export async function inspect(words: readonly string[]): Promise<number> {
  const { values, positionals } = readWords(words, INSPECT_USAGE, {
    json: { type: 'boolean', default: false },
    level: { type: 'string', default: 'strict' },
    env: { type: 'string' },
    'env-file': { type: 'string' },
    locale: { type: 'string' },
  })
  const [path, ...more] = positionals
  const wrong = (reason: string, nearest = '') => cliErrors.wrongWords({ reason, nearest, usage: INSPECT_USAGE })
  if (path === undefined || more.length > 0) throw wrong('Name one package.')
  const level = LEVELS.find((name) => name === values.level)
  if (level === undefined) throw wrong(`There is no level '${values.level}'.`, nearestOf(values.level, [...LEVELS]))
  const file = values['env-file']
  if (file !== undefined && !existsSync(file)) throw wrong(`There is no file '${file}'.`)

  const { inspectionOf, projectEnvironment, readEnvironment, readPackage, resolvePackage, upTo } = await import(
    '@jumpseat/manifest'
  )
  const env = {
    ...(values.env === undefined ? {} : projectEnvironment(path, values.env)),
    ...(file === undefined ? {} : readEnvironment(file)),
  }
  const options = { env, ...(values.locale === undefined ? {} : { locale: values.locale }) }
  const inspection = inspectionOf(resolvePackage(await readPackage(path), options))
  const findings = upTo(level, inspection.findings)
  process.stdout.write(
    values.json ? `${JSON.stringify({ ...inspection, findings }, null, 2)}\n` : pageOf(inspection, findings),
  )
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0
}

function pageOf(inspection: Inspection, findings: readonly Finding[]): string {
  const files = [...new Set(findings.map(({ file }) => file))]
  const parts = files.map((file) => {
    const inside = findings.filter((finding) => finding.file === file)
    return `\n${plain(file === '' ? 'the package' : file)}: ${countsOf(inside)}\n${inside.map(linesOf).join('')}`
  })
  return `${contentsOf(inspection)}${parts.join('')}\n${findings.length === 0 ? 'Nothing to report' : countsOf(findings)}.\n`
}

function contentsOf({ kind, name, version, manifestVersion, files, ...inspection }: Inspection): string {
  const functions = inspection.plugins.flatMap((plugin) => plugin.functions)
  const parts = [
    counted(inspection.declarativeAgents.length, 'declarative agent'),
    counted(inspection.customEngineAgents.length, 'custom engine agent'),
    counted(inspection.plugins.length, 'plugin'),
    counted(functions.length, 'function'),
    counted(inspection.messageExtensions.length, 'message extension'),
    counted(inspection.bots.length, 'bot'),
    counted(inspection.agentConnectors.length, 'agent connector'),
    counted(inspection.agentSkills.length, 'skill'),
    counted(inspection.languages.length, 'language'),
  ].filter((part) => part !== '')
  const title = [name, version].filter((part) => part !== '').join(' ') || 'No app'
  const form = manifestVersion === '' ? kind : `${kind}, manifest ${manifestVersion}`
  const size = counted(files, 'file') || 'no files'
  const calls = inspection.plugins.flatMap((plugin) =>
    plugin.functions.map((call) => `  ${plugin.name}: ${call.name} → ${call.calls}`),
  )
  const lines = [`${title} (${form}, ${size})`, `  ${parts.join(', ') || 'nothing that can be used'}`, ...calls]
  return lines.map((line) => `${plain(line)}\n`).join('')
}

function linesOf({ severity, level, pointer, rule, message, fix }: Finding): string {
  const place = pointer === '' ? '' : `${plain(pointer)}: `
  return `  ${severity.padEnd(7)}  ${place}${plain(message)}\n           ${plain(fix)} [${rule}, ${level}]\n`
}

function countsOf(findings: readonly Finding[]): string {
  const parts = (['error', 'warning', 'note'] as const).map((severity) =>
    counted(findings.filter((finding) => finding.severity === severity).length, severity),
  )
  return parts.filter((part) => part !== '').join(', ')
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Names come from the package: nothing in them may act on the terminal. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd')
}
