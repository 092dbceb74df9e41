// Loads every app package below a folder and says, construct by construct, how much of what the packages name was resolved.
// `npm run score:packages -- [--dir PATH] [--json] [--verbose]`; with --json the last line is one JSON object.
//
// Source packages hold `${{NAME}}`: each name gets a value that a build would give it (an address, a GUID), as if they had
// been packaged. Every function over OpenAPI is then called with synthetic arguments, and the request is compared with what
// swagger-client writes.
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { type AppPackage, type Finding, readPackage, resolvePackage } from '../packages/manifest/src/index.ts'
import { DIFFERENCES } from '../packages/skills/src/test/oracle/differences.ts'
import { type OracleScore, scoreOfPackage } from '../packages/skills/src/test/oracle/package.ts'
import { CONSTRUCTS, type Count } from './packages/constructs.ts'
import { syntheticEnvironment } from './packages/environment.ts'
import { packagesBelow } from './packages/folders.ts'

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: join(import.meta.dirname, '../../shared/corpora/app-packages') },
    json: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
})

interface Loaded {
  readonly path: string
  readonly pkg: AppPackage
}

if (!existsSync(values.dir)) {
  console.error(`There is no folder ${values.dir}: name one with --dir.`)
  process.exit(1)
}
const started = performance.now()
const paths = packagesBelow(values.dir)
const loaded: Loaded[] = []
const crashed: { readonly path: string; readonly reason: string }[] = []
for (const path of paths) {
  try {
    loaded.push({ path: relative(values.dir, path) || '.', pkg: await load(path) })
  } catch (error) {
    crashed.push({ path, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

/** As a build would package it: every name that has no value gets one. */
async function load(path: string): Promise<AppPackage> {
  const source = await readPackage(path)
  const { unresolvedNames } = resolvePackage(source)
  return resolvePackage(source, { env: syntheticEnvironment(unresolvedNames) })
}

const usable = loaded.filter(({ pkg }) => pkg.kind !== 'unknown')
/** Folders and zips that only looked like one: their documents can be read, and none is of a package. */
const others = loaded.filter(
  ({ pkg }) =>
    pkg.kind === 'unknown' &&
    pkg.findings.every(({ rule, severity }) => severity !== 'error' || rule === 'package.unknown'),
)
const scores: (OracleScore & { readonly path: string })[] = []
const unscored: string[] = []
for (const { path, pkg } of usable) {
  try {
    scores.push({ path, ...(await scoreOfPackage(pkg)) })
  } catch (error) {
    unscored.push(`${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
printConstructs()
printFindings()
printCalls()
for (const each of loaded)
  if (others.includes(each)) console.log(`no package: ${each.path}`)
  else if (each.pkg.kind === 'unknown')
    console.log(`not loaded: ${each.path}: ${each.pkg.findings.map(told).join(' ')}`)
for (const { path, reason } of crashed) console.log(`crashed: ${path}: ${reason}`)
const functions = usable.flatMap(({ pkg }) => pkg.plugins.flatMap((plugin) => plugin.functions))
const calls = scores.reduce((all, score) => all + score.calls, 0)
const exact = scores.reduce((all, { verdicts }) => all + verdicts.same, 0)
console.log(
  `\n${paths.length - others.length} packages, ${usable.length} loaded, ${crashed.length} crashed, ${functions.length} functions, ${calls} calls checked, ${exact} exact, in ${Math.round(performance.now() - started)} ms`,
)
if (values.json) {
  console.log(
    JSON.stringify({
      packages: paths.length - others.length,
      loaded: usable.length,
      crashed: crashed.length,
      functions: functions.length,
      callsChecked: calls,
      callsExact: exact,
      callsExplained: scores.reduce(
        (all, { verdicts }) => all + verdicts['read alike'] + verdicts['on purpose'] + verdicts.refused,
        0,
      ),
      callsDifferent: scores.reduce((all, { verdicts }) => all + verdicts.different, 0),
      packagesNotCompared: unscored.length,
      functionsUnavailable: scores.reduce((all, { unavailable }) => all + unavailable.length, 0),
    }),
  )
}

/** What is not exact is explained here, or is a defect. */
function printCalls(): void {
  const rows = new Map<string, number>()
  const add = (name: string, count: number) => count > 0 && rows.set(name, (rows.get(name) ?? 0) + count)
  for (const { verdicts, onPurpose } of scores) {
    add('exact: method, URL, headers and body', verdicts.same)
    add('written otherwise, and read the same by a server', verdicts['read alike'])
    for (const [reason, count] of Object.entries(onPurpose)) add(`otherwise on purpose: ${whyOf(reason)}`, count)
    add('not written by the oracle', verdicts.refused)
    add('different', verdicts.different)
  }
  console.log('\ncalls over OpenAPI beside swagger-client')
  for (const [name, count] of rows) console.log(`${String(count).padStart(7)}  ${name}`)
  for (const line of unscored) console.log(`  not compared: ${line}`)
  for (const { path, unavailable, different } of scores) {
    for (const { name, message } of unavailable) console.log(`  not callable: ${path}: ${name}: ${message}`)
    for (const { function: name, comparison } of different)
      console.log(`  different: ${path}: ${name}: ${JSON.stringify(comparison.parts)}`)
  }
}

function whyOf(id: string): string {
  return `${id}: ${DIFFERENCES.find((difference) => difference.id === id)?.why ?? ''}`
}

function printConstructs(): void {
  console.log(`${'construct'.padEnd(22)} packages    named  resolved   score`)
  for (const [name, counter] of Object.entries(CONSTRUCTS)) {
    const counts = loaded.map(({ pkg }) => counter(pkg))
    const within = counts.filter(({ named }) => named > 0).length
    const { named, resolved } = counts.reduce(sum, { named: 0, resolved: 0 })
    if (named === 0 && resolved === 0) continue
    const score = `${((100 * resolved) / named).toFixed(1)} %`
    console.log(
      `${name.padEnd(22)} ${String(within).padStart(8)} ${String(named).padStart(8)} ${String(resolved).padStart(9)} ${score.padStart(9)}`,
    )
    if (values.verbose)
      for (const [n, count] of counts.entries())
        if (count.named !== count.resolved) console.log(`    ${loaded[n]?.path}: ${count.resolved} of ${count.named}`)
  }
}

function sum(a: Count, b: Count): Count {
  return { named: a.named + b.named, resolved: a.resolved + b.resolved }
}

function printFindings(): void {
  const byRule = new Map<string, { count: number; readonly packages: Set<string>; readonly first: Finding }>()
  for (const { path, pkg } of loaded.filter((each) => !others.includes(each))) {
    for (const finding of pkg.findings.filter(({ level }) => level !== 'store')) {
      const held = byRule.get(finding.rule) ?? { count: 0, packages: new Set<string>(), first: finding }
      byRule.set(finding.rule, { ...held, count: held.count + 1, packages: held.packages.add(path) })
    }
  }
  console.log(`\n${'finding'.padEnd(30)} level   severity  times  packages  for example`)
  for (const [rule, { count, packages, first }] of [...byRule].sort()) {
    console.log(
      `${rule.padEnd(30)} ${first.level.padEnd(7)} ${first.severity.padEnd(8)} ${String(count).padStart(6)} ${String(packages.size).padStart(9)}  ${told(first)}`,
    )
  }
}

function told({ file, pointer, message }: Finding): string {
  return `${file}${pointer === '' ? '' : `#${pointer}`} ${message}`
}
