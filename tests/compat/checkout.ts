// A clean checkout of one folder of a repository, out of a local mirror, and what a run changed in it.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const git = (folder: string, ...words: readonly string[]) =>
  execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** A mirror is a folder that holds `owner+name/repo`, `owner+name` or `owner/name`, each a git repository. */
export function mirrorOf(mirrors: string, repository: string): string | undefined {
  const flat = join(mirrors, repository.replace('/', '+'))
  return [join(flat, 'repo'), flat, join(mirrors, repository)].find(
    (path) => existsSync(join(path, 'HEAD')) || existsSync(join(path, '.git')),
  )
}

/** Checks `folder` out at `commit` into `target`. Files that the mirror holds no content for are left out and named. */
export function checkout(mirror: string, commit: string, folder: string, target: string): readonly string[] {
  mkdirSync(target, { recursive: true })
  git(target, 'clone', '--quiet', '--no-checkout', '--shared', mirror, '.')
  const absent = absentFiles(target, commit, folder)
  git(target, 'sparse-checkout', 'set', '--no-cone', `/${folder}/`, ...absent.map((path) => `!/${path}`))
  git(target, 'checkout', '--quiet', '--detach', commit)
  return absent
}

function absentFiles(target: string, commit: string, folder: string): readonly string[] {
  const listed = git(target, 'ls-tree', '-r', '-z', commit, '--', folder).split('\0').filter(Boolean)
  return listed.flatMap((line) => {
    const [, , hash = '', path = ''] = /^\d+ (\w+) (\w+)\t([\s\S]+)$/.exec(line) ?? []
    return isPresent(target, hash) ? [] : [path]
  })
}

function isPresent(target: string, hash: string): boolean {
  try {
    git(target, 'cat-file', '-e', hash)
    return true
  } catch {
    return false
  }
}

/** Files of the sample that are not as the repository has them, ignored ones apart. */
export function changedFiles(target: string, folder: string): readonly string[] {
  return git(target, 'status', '--porcelain', '--untracked-files=all', '--', folder)
    .split('\n')
    .filter(Boolean)
    .map((line) => line.slice(3).replace(`${folder}/`, ''))
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const full = join(folder, path)
    mkdirSync(dirname(full), { recursive: true })
    writeFileSync(full, text)
  }
}
