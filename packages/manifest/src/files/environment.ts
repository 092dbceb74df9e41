// contract: packages 1.8 and 10.1: values of `${{NAME}}` come from `.env.<name>` and `.env.<name>.user`.
import { lstatSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { setOwn } from '@jumpseat/wire'
import { packageFolder } from './folder.ts'

/** Bytes; an environment file is a page of settings. */
const LARGEST = 1_000_000

/** Values of the environment `name` of the project around `path`; the user's own file wins. Empty when there is none. */
export function projectEnvironment(path: string, name: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = { TEAMSFX_ENV: name }
  for (const folder of environmentFolders(path)) {
    for (const file of [`.env.${name}`, `.env.${name}.user`]) {
      if (isReadable(join(folder, file))) merge(values, readEnvironment(join(folder, file)))
    }
  }
  return values
}

/** The values of one file of `NAME=value` lines. Throws what the file system throws. */
export function readEnvironment(file: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {}
  merge(values, parseEnv(readFileSync(file, 'utf8').replace(/^\ufeff/, '')))
  return values
}

/** Where toolkits keep environments: in `env` of the project, which is the package's folder or one above it. */
function environmentFolders(path: string): readonly string[] {
  const inside =
    lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? packageFolder(path) : dirname(path)
  return [dirname(dirname(inside)), dirname(inside), inside].flatMap((folder) => [folder, join(folder, 'env')])
}

function isReadable(file: string): boolean {
  const found = lstatSync(file, { throwIfNoEntry: false })
  return found?.isFile() === true && found.size <= LARGEST
}

function merge(values: Record<string, string>, more: NodeJS.Dict<string>): void {
  for (const [name, value] of Object.entries(more)) if (value !== undefined) setOwn(values, name, value)
}
