import { orMissing } from './graph.js'

/** Turns the names in a document's access list into the ids that Graph knows. Each name is asked for once. */
export class Principals {
  #client
  #tenantId
  #known = new Map()

  constructor(client, tenantId) {
    this.#client = client
    this.#tenantId = tenantId
  }

  /** The directory entry of a person. */
  person(principalName) {
    return this.#once(`person: ${principalName}`, async () => {
      const request = this.#client.api(`/users/${encodeURIComponent(principalName)}`).select('id,displayName')
      const found = await orMissing(request.get())
      if (!found) throw new Error(`nobody in the directory is called ${principalName}`)
      return found
    })
  }

  /** The directory entry of a group. */
  group(displayName) {
    return this.#once(`group: ${displayName}`, async () => {
      const filter = `displayName eq '${displayName.replaceAll("'", "''")}'`
      const { value } = await this.#client.api('/groups').filter(filter).select('id,displayName').get()
      if (value.length !== 1) throw new Error(`${value.length} groups in the directory are called ${displayName}`)
      return value[0]
    })
  }

  /** `group: Finance` becomes `{ type: 'group', value: '5f1c…' }`. */
  async resolve(entry) {
    if (entry === 'everyone') return { type: 'everyone', value: this.#tenantId }
    if (entry === 'members') return { type: 'everyoneExceptGuests', value: this.#tenantId }
    const [, kind, name] = entry.match(/^(group|team|person): (.+)$/) ?? []
    if (kind === 'group') return { type: 'group', value: (await this.group(name)).id }
    if (kind === 'person') return { type: 'user', value: (await this.person(name)).id }
    if (kind === 'team') return { type: 'externalGroup', value: name }
    throw new Error(`"${entry}" is not an access entry`)
  }

  #once(key, find) {
    if (!this.#known.has(key)) this.#known.set(key, find())
    return this.#known.get(key)
  }
}
