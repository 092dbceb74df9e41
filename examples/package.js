// Makes an app package of the folder `appPackage` of the example in which it is run:
//   node ../package.js [--env FILE] [--add FOLDER=PLACE] --out FILE
// `${{NAME}}` is replaced by the variable of that name, from the environment or else from the file of `--env`.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { zipSync } from 'fflate'

const { values } = parseArgs({
  options: {
    env: { type: 'string' },
    add: { type: 'string', multiple: true, default: [] },
    out: { type: 'string', default: 'dist/package.zip' },
  },
})
const TEXTS = /\.(json|ya?ml|md|txt)$/

const variables = { ...(values.env ? variablesOf(readFileSync(values.env, 'utf8')) : {}), ...process.env }
const files = { ...filesBelow('appPackage') }
for (const addition of values.add) {
  const [folder = '', place = ''] = addition.split('=')
  Object.assign(files, filesBelow(folder, `${place}/`))
}
mkdirSync(dirname(values.out), { recursive: true })
writeFileSync(values.out, zipSync(files))
console.log(`${values.out}: ${Object.keys(files).length} files`)

function filesBelow(folder, prefix = '') {
  return Object.fromEntries(
    readdirSync(folder).flatMap((name) => {
      const path = join(folder, name)
      if (statSync(path).isDirectory()) return Object.entries(filesBelow(path, `${prefix}${name}/`))
      const bytes = readFileSync(path)
      return [[`${prefix}${name}`, TEXTS.test(name) ? Buffer.from(filled(bytes.toString('utf8'), path)) : bytes]]
    }),
  )
}

function filled(text, path) {
  return text.replaceAll(/\$\{\{(\w+)\}\}/g, (_, name) => {
    const value = variables[name]
    if (value === undefined) throw new Error(`${path} needs the variable ${name}. Set it, or name a file with --env.`)
    return value
  })
}

function variablesOf(text) {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf('=')
      return at > 0 && !line.startsWith('#') ? [[line.slice(0, at).trim(), line.slice(at + 1).trim()]] : []
    }),
  )
}
