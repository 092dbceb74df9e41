// What both client scripts share: the corpus they write and small helpers. Knows nothing but the public interface.
import { setTimeout as sleep } from 'node:timers/promises'

export const SCOPE = 'https://graph.microsoft.com/.default'

/** Berth log entries: every third is for everyone, the rest only for the external group `pilots`. */
export function logEntries(count) {
  return Array.from({ length: count }, (_, index) => ({
    id: `log-${String(index + 1).padStart(2, '0')}`,
    vessel: `MV Gannet ${index + 1}`,
    berth: index + 1,
    arrived: `2027-02-${String((index % 28) + 1).padStart(2, '0')}T04:10:00Z`,
    tags: index % 2 === 0 ? ['bulk', 'delayed'] : ['bulk'],
    text: `Pilot boarded late because of fog at berth ${index + 1}.`,
    isPublic: index % 3 === 0,
  }))
}

export const aclOf = (entry) =>
  entry.isPublic
    ? [{ type: 'everyone', value: 'everyone', accessType: 'grant' }]
    : [{ type: 'externalGroup', value: 'pilots', accessType: 'grant' }]

export const schemaProperties = [
  {
    name: 'vessel',
    type: 'string',
    isSearchable: true,
    isQueryable: true,
    isRetrievable: true,
    labels: ['title'],
    aliases: ['ship'],
  },
  { name: 'berth', type: 'int64', isQueryable: true, isRetrievable: true },
  { name: 'arrived', type: 'dateTime', isQueryable: true, isRetrievable: true, labels: ['lastModifiedDateTime'] },
  { name: 'tags', type: 'stringCollection', isQueryable: true, isRetrievable: true, isRefinable: true },
  { name: 'link', type: 'string', isRetrievable: true, labels: ['url'] },
]

/** Calls `read` until `isDone` likes what came back; returns the last answer either way, so that the assertion shows it. */
export async function eventually(read, isDone, { within = 20_000, every = 200 } = {}) {
  const end = Date.now() + within
  for (;;) {
    const answer = await read()
    if (isDone(answer) || Date.now() > end) return answer
    await sleep(every)
  }
}

/** The people whose eyes the script looks through; whoever starts it hands over their ids and delegated tokens. */
export const people = {
  member: { id: process.env.MEMBER_ID, token: process.env.MEMBER_TOKEN },
  outsider: { id: process.env.OUTSIDER_ID, token: process.env.OUTSIDER_TOKEN },
  memberGroupId: process.env.MEMBER_GROUP_ID,
}

let step = 0
export async function stage(title, body) {
  step += 1
  try {
    const result = await body()
    console.log(`ok ${step} ${title}`)
    return result
  } catch (error) {
    console.log(`not ok ${step} ${title}`)
    throw error
  }
}
