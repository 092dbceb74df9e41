// Paths of Graph: keywords in any case, ids as they are. Contract: connectors 0.

/** What may follow: a keyword leads to the next node, any other segment is an id and leads to `id`. */
interface Node {
  readonly words?: Readonly<Record<string, Node>>
  readonly id?: Node
}

const end: Node = {}
const activities: Node = { words: { $count: end }, id: { words: { performedBy: end } } }
const item: Node = {
  words: { addActivities: end, 'microsoft.graph.externalConnectors.addActivities': end, activities },
}
const group: Node = { words: { members: { words: { $count: end }, id: end } } }
const connections: Node = {
  words: { $count: end },
  id: {
    words: {
      schema: end,
      quota: end,
      operations: { words: { $count: end }, id: end },
      items: { words: { $count: end }, id: item },
      groups: { words: { $count: end }, id: group },
    },
  },
}
const counted: Node = { words: { $count: end } }
const memberships: Node = { words: { $count: end, 'microsoft.graph.group': counted, 'graph.group': counted } }
const person: Node = { words: { memberOf: memberships, transitiveMemberOf: memberships } }
const members: Node = { words: { $count: end, $ref: end }, id: { words: { $ref: end } } }
const version: Node = {
  words: {
    $batch: end,
    external: { words: { connections } },
    connections,
    search: { words: { query: end } },
    copilot: {
      words: {
        retrieval: end,
        conversations: { id: { words: { chat: end, chatOverStream: end } } },
      },
    },
    admin: {
      words: {
        people: { words: { profileSources: { id: end }, profilePropertySettings: { id: end } } },
      },
    },
    users: { words: { $count: end }, id: person },
    groups: { words: { $count: end }, id: { words: { members, transitiveMembers: members } } },
    me: person,
    organization: { words: { $count: end }, id: end },
  },
}
const root: Node = { words: { 'v1.0': version, beta: version } }

const lowered = new WeakMap<Node, ReadonlyMap<string, readonly [string, Node]>>()
function wordsOf(node: Node): ReadonlyMap<string, readonly [string, Node]> {
  const known = lowered.get(node)
  if (known) return known
  const made = new Map(
    Object.entries(node.words ?? {}).map(([word, next]) => [word.toLowerCase(), [word, next] as const]),
  )
  lowered.set(node, made)
  return made
}

/** Nearly every request writes an item and is spelled as in the reference: then there is nothing to do. */
const CANONICAL_ITEM = /^\/(?:v1\.0|beta)\/external\/connections\/\w+\/items\/[\w-]+$/

/**
 * The path with its keywords in their canonical case, ids untouched (also their percent-encoding), and keys in
 * parentheses as segments: `/V1.0/External/connections('Ab')/Items/x` → `/v1.0/external/connections/Ab/items/x`. Empty
 * segments below a version go: the Python SDK doubles the slash behind it. What is not known is left as it is. The query
 * is never touched.
 */
export function canonicalPath(url: string): string {
  if (CANONICAL_ITEM.test(url)) return url
  const start = url.search(/[?#]/)
  const path = start === -1 ? url : url.slice(0, start)
  const segments = path.split('/').filter(isMeant).flatMap(keyAsSegment)
  let node: Node | undefined = root
  for (const [n, segment] of segments.entries()) {
    if (segment === '' || node === undefined) continue
    const found: readonly [string, Node] | undefined = wordsOf(node).get(decoded(segment).toLowerCase())
    if (found) segments[n] = found[0]
    node = found ? found[1] : node.id
  }
  return segments.join('/') + url.slice(path.length)
}

const VERSION = /^(?:v1\.0|beta)$/i

function isMeant(segment: string, place: number, all: readonly string[]): boolean {
  return segment !== '' || place < 2 || !VERSION.test(all[1] ?? '')
}

/** `items('a')` → `items`, `a`; also `profileSources(sourceId='a')`. Quotes inside a key are doubled. */
function keyAsSegment(segment: string): string[] {
  const match = /^([A-Za-z.]+)\((?:\w+=)?(?:'|%27)(.+)(?:'|%27)\)$/i.exec(segment)
  if (!match) return [segment]
  const [, name = '', key = ''] = match
  return [name, key.replaceAll("''", "'").replaceAll('%27%27', '%27')]
}

function decoded(segment: string): string {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
