// contract: packages 2.6 `run_for_functions`.

/** Patterns with `*` that are heeded, their length and their stars: a list of names has none, and matching takes time. */
const MOST_GLOBS = 20
const LONGEST_GLOB = 200
const MOST_STARS = 8

export interface Patterns {
  readonly names: ReadonlySet<string>
  readonly globs: readonly string[]
}

/** `undefined` serves every function. */
export function patternsOf(written: readonly string[] | undefined): Patterns | undefined {
  if (written === undefined) return undefined
  const globs = written.filter((pattern) => pattern.includes('*') && isUsable(pattern))
  return { names: new Set(written.filter((pattern) => !pattern.includes('*'))), globs: globs.slice(0, MOST_GLOBS) }
}

function isUsable(glob: string): boolean {
  return glob.length <= LONGEST_GLOB && glob.split('*').length - 1 <= MOST_STARS
}

export function serves(patterns: Patterns | undefined, name: string): boolean {
  return patterns === undefined || patterns.names.has(name) || patterns.globs.some((glob) => matches(glob, name))
}

/** Whether `name` fits `glob`, in which `*` stands for any characters. */
export function matches(glob: string, name: string): boolean {
  const [first = '', ...rest] = glob.split('*')
  const last = rest.pop()
  if (last === undefined) return first === name
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last)) return false
  let from = first.length
  for (const part of rest) {
    const found = name.indexOf(part, from)
    if (found === -1 || found + part.length > name.length - last.length) return false
    from = found + part.length
  }
  return true
}
