import { connection } from './connection.js'
import { orMissing } from './graph.js'

const groups = `/external/connections/${connection.id}/groups`

/** Mirrors the teams of the library as external groups. A team may contain people, directory groups and teams. */
export async function ensureGroups(client, teams, principals, state) {
  for (const team of teams) await ensureGroup(client, team)
  for (const team of teams) await ensureMembers(client, team, principals, state)
  for (const id of Object.keys(state.groups)) {
    if (teams.some((team) => team.id === id)) continue
    await orMissing(client.api(`${groups}/${id}`).delete())
    delete state.groups[id]
  }
}

async function ensureGroup(client, { id, name, description }) {
  const found = await orMissing(client.api(`${groups}/${id}`).get())
  if (!found) await client.api(groups).post({ id, displayName: name, description })
  else if (found.displayName !== name || found.description !== description)
    await client.api(`${groups}/${id}`).patch({ displayName: name, description })
}

async function ensureMembers(client, team, principals, state) {
  const resolved = await Promise.all(team.members.map((member) => principals.resolve(member)))
  const wanted = new Map(resolved.map(({ type, value }) => [value, type]))
  const before = state.groups[team.id] ?? []

  for (const [id, type] of wanted) {
    if (!before.includes(id)) await addMember(client, team.id, { id, type })
  }
  for (const id of before) {
    if (!wanted.has(id)) await orMissing(client.api(`${groups}/${team.id}/members/${id}`).delete())
  }
  state.groups[team.id] = [...wanted.keys()]
}

async function addMember(client, groupId, member) {
  try {
    await client.api(`${groups}/${groupId}/members`).post(member)
  } catch (error) {
    if (error.statusCode !== 409) throw error // 409: is a member already
  }
}
