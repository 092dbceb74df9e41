/**
 * Splits a file into the fields between the two `---` lines and the body below them. A field is `name: value`,
 * `name: [a, b]`, or `name:` followed by lines that begin with `- `.
 */
export function readFrontMatter(source, name) {
  const [, head, body] = source.match(/^---\r?\n(.*?)\r?\n---\r?\n(.*)$/s) ?? []
  if (head === undefined) throw new Error(`${name} does not begin with front matter`)

  const fields = {}
  let list
  for (const line of head.split(/\r?\n/).filter(Boolean)) {
    const entry = line.match(/^\s*- (.+)$/)
    if (entry) {
      list?.push(entry[1].trim())
      continue
    }
    const [, key, value] = line.match(/^(\w+):\s*(.*)$/) ?? []
    if (key === undefined) throw new Error(`${name}: "${line}" is not a field`)
    list = value === '' ? [] : undefined
    fields[key] = list ?? readValue(value)
  }
  return { fields, body: body.trim() }
}

function readValue(value) {
  const list = value.match(/^\[(.*)\]$/)
  if (!list) return value
  return list[1]
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
}
