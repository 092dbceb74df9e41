import type { JsonValue } from '@jumpseat/wire'
import { timeIn } from './dates.ts'
import { type Offer, type Slot, typeOf } from './slot.ts'

export function dateFor(slot: Slot, offer: Offer): JsonValue | undefined {
  const { schema, senses } = slot
  const isDate = schema.format === 'date' || schema.format === 'date-time' || senses.has('date')
  if (typeOf(schema) !== 'string') return undefined
  if (!isDate) {
    if (senses.has('time')) return timeIn(offer.text)
    return undefined
  }
  const free = offer.dates.filter((date) => !offer.used.has(date))
  const date = (senses.has('end') ? free.at(-1) : free[0]) ?? undefined
  if (!date) return undefined
  offer.used.add(date)
  if (schema.format === 'date-time') return `${date.day}T${date.time ?? '00:00'}:00Z`
  return written(date.day, typeof schema.description === 'string' ? schema.description : '')
}

/** The day in the form that the description asks for. */
function written(day: string, description: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  const form = /\b(?:YYYY|MM|DD)([-/.])(?:YYYY|MM|DD)\1(?:YYYY|MM|DD)\b/i.exec(description)?.[0]
  return form?.replace(/YYYY/i, year).replace(/MM/i, month).replace(/DD/i, date) ?? day
}
