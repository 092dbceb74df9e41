import { connection } from './connection.js'
import { orMissing } from './graph.js'

const endpoint = `/external/connections/${connection.id}/groups`

/** Mirrors the teams of the library as external groups. A team may contain people, directory groups and teams. */
export async function ensureGroups(client, teams, principals, sent) {
  for (const team of teams) await ensureGroup(client, team)
  for (const team of teams) await ensureMembers(client, team, principals, sent)
  for (const id of sent.members.keys()) {
    if (teams.some((team) => team.id === id)) continue
    await orMissing(client.api(`${endpoint}/${id}`).delete())
    sent.members.delete(id)
  }
}

async function ensureGroup(client, { id, name, description }) {
  const found = await orMissing(client.api(`${endpoint}/${id}`).get())
  if (!found) await client.api(endpoint).post({ id, displayName: name, description })
  else if (found.displayName !== name || found.description !== description)
    await client.api(`${endpoint}/${id}`).patch({ displayName: name, description })
}

async function ensureMembers(client, team, principals, sent) {
  const wanted = await Promise.all(team.members.map((member) => principals.resolve(member)))
  const ids = wanted.map(({ value }) => value)

  for (const { type, value } of wanted) await addMember(client, team.id, { id: value, type })
  for (const id of sent.members.get(team.id) ?? []) {
    if (!ids.includes(id)) await orMissing(client.api(`${endpoint}/${team.id}/members/${id}`).delete())
  }
  sent.members.set(team.id, ids)
}

async function addMember(client, groupId, member) {
  try {
    await client.api(`${endpoint}/${groupId}/members`).post(member)
  } catch (error) {
    if (error.statusCode !== 409) throw error // 409: is a member already
  }
}
