// What the desk knows and does. It lives in memory: a restart begins with the same lights and visits again.

const LIGHTS = [
  ['HL-0412', 'North mole, head', 'Aarhus', 'Petrel 3', 'lit', '2026-03-18T06:41:00Z'],
  ['HL-0413', 'North mole, bend', 'Aarhus', 'Petrel 3', 'dimmed', '2026-03-18T06:40:00Z'],
  ['HL-0420', 'Fish quay', 'Aarhus', 'Petrel 2', 'lit', '2026-03-18T06:44:00Z'],
  ['HL-0518', 'East breakwater', 'Bergen', 'Lantern', 'dark', '2026-03-17T22:13:00Z'],
  ['HL-0519', 'Ferry slip', 'Bergen', 'Lantern', 'lit', '2026-03-18T06:42:00Z'],
  ['HL-0603', 'Bar, outer mark', 'Porto', 'Petrel 3', 'lit', '2026-03-18T06:39:00Z'],
  ['HL-0604', 'Bar, inner mark', 'Porto', 'Petrel 2', 'dimmed', '2026-03-18T06:38:00Z'],
]
const VISITS = [
  ['HL-0518', '2026-03-20', 'Oskar Nyberg', 'Replace the power module'],
  ['HL-0413', '2026-03-24', 'Zanele Khumalo', 'Clean the lens and measure the beam'],
]
export const STATES = ['lit', 'dimmed', 'dark']

/** A refusal that the caller can act upon. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

export function createDesk() {
  const lights = new Map(
    LIGHTS.map(([id, name, harbour, model, state, seenAt]) => [id, { id, name, harbour, model, state, seenAt }]),
  )
  const visits = new Map()
  let last = 100

  const lightOf = (id) => {
    const light = lights.get(String(id).toUpperCase())
    if (!light) throw new Refusal(404, `There is no light '${id}'. List the lights to see their ids.`)
    return light
  }
  const visitOf = (id) => {
    const visit = visits.get(String(id).toUpperCase())
    if (!visit) throw new Refusal(404, `There is no visit '${id}'.`)
    return visit
  }
  const dayOf = (day) => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day ?? '') || Number.isNaN(Date.parse(day)))
      throw new Refusal(400, `'${day ?? ''}' is no day. Write it as 2026-03-20.`)
    return day
  }
  const textOf = (name, value, most) => {
    if (typeof value !== 'string' || value.trim() === '') throw new Refusal(400, `'${name}' is missing.`)
    if (value.length > most) throw new Refusal(400, `'${name}' is longer than ${most} characters.`)
    return value.trim()
  }

  const desk = {
    lights: ({ state, harbour, search }) => {
      if (state !== undefined && !STATES.includes(state))
        throw new Refusal(400, `'${state}' is no state of a light: it is one of ${STATES.join(', ')}.`)
      const has = (text, part) => part === undefined || text.toLowerCase().includes(part.toLowerCase())
      return [...lights.values()].filter(
        (light) =>
          (state === undefined || light.state === state) &&
          has(light.harbour, harbour) &&
          has(`${light.id} ${light.name} ${light.model}`, search),
      )
    },
    light: (id) => ({ ...lightOf(id), visits: desk.visits({ lightId: id }) }),
    visits: ({ technician, lightId, from, to }) =>
      [...visits.values()]
        .filter(
          (visit) =>
            (technician === undefined || visit.technician.toLowerCase().includes(technician.toLowerCase())) &&
            (lightId === undefined || visit.lightId === String(lightId).toUpperCase()) &&
            (from === undefined || visit.day >= dayOf(from)) &&
            (to === undefined || visit.day <= dayOf(to)),
        )
        .sort((a, b) => (a.day < b.day ? -1 : 1)),
    book: ({ lightId, day, technician, task, urgent = false }) => {
      const light = lightOf(lightId)
      const visit = {
        id: `V-${++last}`,
        lightId: light.id,
        light: light.name,
        harbour: light.harbour,
        day: dayOf(day),
        technician: textOf('technician', technician, 100),
        task: textOf('task', task, 500),
        urgent: urgent === true,
      }
      visits.set(visit.id, visit)
      return visit
    },
    move: (id, { day }) => Object.assign(visitOf(id), { day: dayOf(day) }),
    cancel: (id) => {
      const visit = visitOf(id)
      visits.delete(visit.id)
      return visit
    },
  }
  for (const [lightId, day, technician, task] of VISITS) desk.book({ lightId, day, technician, task })
  return desk
}
