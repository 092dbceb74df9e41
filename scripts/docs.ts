// Writes docs/reference/{errors,configuration,limits,package-rules}.md from the code. `--check` only tells whether they are current.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { nameOf, variableOf } from '../apps/server/src/config/load.ts'
import type { Setting } from '../apps/server/src/config/settings.ts'
import { serverErrors } from '../apps/server/src/errors.ts'
import { SETTING_TABLES } from '../apps/server/src/settings.ts'
import { LEVELS, type Rule, rules } from '../packages/manifest/src/index.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const FOLDER = join(ROOT, 'docs/reference')

/** Tables of what an operator decides; those of the others are choices of a contract. */
const CONFIGURATION = ['', 'embedder'] as const

interface ErrorLine {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly fix: string
  readonly inner?: { readonly code?: string; readonly source?: string; readonly message?: string }
}

const pages: Readonly<Record<string, string>> = {
  'errors.md': errorsPage(await registries()),
  'configuration.md': configurationPage(),
  'limits.md': limitsPage(),
  'package-rules.md': rulesPage(),
}

if (process.argv.includes('--check')) {
  const stale = Object.entries(pages).filter(
    ([name, text]) => !existsSync(join(FOLDER, name)) || readFileSync(join(FOLDER, name), 'utf8') !== text,
  )
  for (const [name] of stale)
    console.error(`docs/reference/${name} is not what the code says: run "npm run docs" and commit it.`)
  process.exit(stale.length > 0 ? 1 : 0)
}
mkdirSync(FOLDER, { recursive: true })
for (const [name, text] of Object.entries(pages)) writeFileSync(join(FOLDER, name), text)
console.log(`Wrote ${Object.keys(pages).join(', ')}.`)

/** Every package exports its registries under a name that ends in `Errors`. */
async function registries(): Promise<ReadonlyMap<string, readonly ErrorLine[]>> {
  const found = new Map<string, readonly ErrorLine[]>()
  for (const name of readdirSync(join(ROOT, 'packages')).sort()) {
    const face: Record<string, unknown> = await import(pathToFileURL(join(ROOT, 'packages', name, 'src/index.ts')).href)
    const lines = Object.entries(face).flatMap(([key, value]) => (key.endsWith('Errors') ? specsOf(value) : []))
    if (lines.length > 0) found.set(name, lines)
  }
  return found.set('server', specsOf(serverErrors))
}

function specsOf(registry: unknown): ErrorLine[] {
  if (typeof registry !== 'object') return []
  return Object.values((registry as { specs: Record<string, ErrorLine> }).specs)
}

function errorsPage(registry: ReadonlyMap<string, readonly ErrorLine[]>): string {
  const parts = [...registry].map(([name, lines]) =>
    [
      `## ${name}`,
      '',
      '| status | code | inner code | message | what to do |',
      '|---|---|---|---|---|',
      ...lines.map(errorRow),
      '',
    ].join('\n'),
  )
  return page(
    'Errors',
    'Every answer with an error carries this envelope: `error.code`, `error.message`, the place in `error.target`, and in `error.innerError` the fix, the request id and, where there is one, a finer code. Words in braces are filled in. Codes never change.',
    parts.join('\n'),
  )
}

function errorRow({ status, code, message, fix, inner }: ErrorLine): string {
  return row(
    status,
    `\`${code}\``,
    inner?.code ? `\`${inner.code}\`` : '',
    [message, inner?.message].filter(Boolean).join(' — '),
    fix,
  )
}

function configurationPage(): string {
  const rows = CONFIGURATION.flatMap((table) =>
    Object.entries<Setting>(SETTING_TABLES[table]).map(([key, setting]) =>
      row(
        `\`${nameOf({ table, key })}\``,
        setting.flag ? `\`--${setting.flag}\`` : '',
        `\`${variableOf({ table, key })}\``,
        setting.isSecret ? '' : `\`${JSON.stringify(setting.default)}\``,
        setting.describe,
      ),
    ),
  )
  return page(
    'Configuration',
    'Flags of `jumpseat serve` win over the environment, the environment over `jumpseat.config.json` (or the file that `JUMPSEAT_CONFIG` names). An unknown or wrong setting is refused by name. Limits and choices of the wire contract stand in [limits.md](limits.md).',
    ['| setting | flag | environment | default | what it does |', '|---|---|---|---|---|', ...rows, ''].join('\n'),
  )
}

function limitsPage(): string {
  const parts = Object.entries(SETTING_TABLES)
    .filter(([table]) => !CONFIGURATION.some((one) => one === table))
    .map(([table, settings]) => {
      const rows = Object.entries<Setting>(settings).map(([key, { default: value, describe, section }]) =>
        row(
          `\`${nameOf({ table, key })}\``,
          `\`${variableOf({ table, key })}\``,
          `\`${JSON.stringify(value)}\``,
          section ?? '',
          describe,
        ),
      )
      return [
        `## ${table}`,
        '',
        '| setting | environment | default | contract | what it does |',
        '|---|---|---|---|---|',
        ...rows,
        '',
      ].join('\n')
    })
  return page(
    'Limits and choices',
    'Where the documentation of the original is silent, contradicts itself, or changed over time, the behaviour is a setting. This is the one place that lists them, with the section of the wire contract that each comes from. In `jumpseat.config.json` the part before the point is an object: `{"connectors": {"itemBytes": 8000000}}`.',
    parts.join('\n'),
  )
}

function rulesPage(): string {
  const titles = {
    load: 'Would it run here',
    strict: 'Do the published schemas accept it',
    store: 'Would a store take it',
  }
  const parts = LEVELS.map((level) => {
    const rows = Object.entries<Rule>(rules)
      .filter(([, rule]) => rule.level === level)
      .map(([id, { severity, message, fix }]) => row(`\`${id}\``, severity, message, fix))
    return [
      `## ${level}: ${titles[level].toLowerCase()}`,
      '',
      '| rule | severity | finding | what to do |',
      '|---|---|---|---|',
      ...rows,
      '',
    ].join('\n')
  })
  return page(
    'Rules for app packages',
    'What `jumpseat app inspect` and the server say about a package. An `error` means that this part cannot be used as it stands, a `warning` that it is used, but not as written, a `note` is worth knowing. Only errors of the level `load` keep something from working here. Words in braces are filled in. Rules never change their meaning. How to read the findings: [Inspect a package](../guides/inspect-a-package.md).',
    parts.join('\n'),
  )
}

function page(title: string, intro: string, body: string): string {
  return `<!-- Generated from the code by "npm run docs". -->\n# ${title}\n${intro}\n\n${body}`
}

function row(...cells: readonly (string | number)[]): string {
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
}
