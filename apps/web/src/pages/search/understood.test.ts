import { describe, expect, it } from 'vitest'
import type { ProposedFilter } from '../../api/types.ts'
import { filterName } from './understood.ts'

const connections = [{ id: 'berthcalls', uid: '', name: 'Berth calls', labels: {} }]
const filter = (property: string, operator: string, values: readonly string[], label?: string): ProposedFilter => ({
  property,
  operator,
  values,
  words: [0, 1],
  ...(label ? { label } : {}),
})
/** Noon anywhere. */
const noon = (day: string) => new Date(`${day}T12:00:00`).toISOString()

describe('what a question was understood as', () => {
  const rows: readonly (readonly [ProposedFilter, string])[] = [
    [
      filter('assignee', '=', ['Kenji Watari', 'kenji.watari@lumenquay.example'], 'assignedToPeople'),
      'Assigned to: Kenji Watari',
    ],
    [filter('assignee', '<>', ['Kenji Watari'], 'assignedToPeople'), 'Assigned to: not Kenji Watari'],
    [filter('owner', '=', ['kenji.watari@lumenquay.example']), 'Owner: kenji.watari@lumenquay.example'],
    [filter('storyPoints', '>', ['8']), 'Story points: more than 8'],
    [filter('berth', '=', ['3']), 'Berth: 3'],
    [filter('dues', '..', ['100', '2000']), 'Dues: 100–2000'],
    [filter('isOpen', '=', ['true']), 'Is open: Yes'],
    [filter('tags', '=', ['ui', 'backend']), 'Tags: ui or backend'],
    [
      filter('label_createdDateTime', '..', [noon('2026-11-09'), noon('2026-11-15')], 'createdDateTime'),
      'Created: 9 – 15 Nov 2026',
    ],
    [filter('created', '..', [noon('2026-11-09'), noon('2026-11-09')]), 'Created: 9 Nov 2026'],
    [filter('dueDate', '<', [noon('2026-11-09')], 'dueDate'), 'Due: before 9 Nov 2026'],
    [filter('updated', '>=', [noon('2026-03-01')], 'lastModifiedDateTime'), 'Changed: since 1 Mar 2026'],
    [filter('contentSource', '=', ['berthcalls']), 'In Berth calls'],
  ]
  it.each(rows)('%j reads %s', (one, name) => {
    // Ranges hold thin spaces.
    expect(filterName(one, connections).replace(/\s/g, ' ')).toBe(name)
  })
})
