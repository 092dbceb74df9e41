// contract: packages 2.6 `run_for_functions`.

export function serves(patterns: readonly string[] | undefined, name: string): boolean {
  return patterns === undefined || patterns.some((pattern) => matches(pattern, name))
}

/** Whether `name` fits `pattern`, in which `*` stands for any characters. */
export function matches(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return first === name
  const last = rest.pop() ?? ''
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last)) return false
  let from = first.length
  for (const part of rest) {
    const found = name.indexOf(part, from)
    if (found === -1 || found + part.length > name.length - last.length) return false
    from = found + part.length
  }
  return true
}
