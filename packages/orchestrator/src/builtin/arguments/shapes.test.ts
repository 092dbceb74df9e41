import { describe, expect, it } from 'vitest'
import { fill } from './fill.ts'

const NOW = Date.parse('2026-03-18T13:30:00Z')
const text = (description: string, more: object = {}) => ({ type: 'string', description, ...more })
const filled = (properties: Record<string, object>, prompt: string) =>
  fill({ type: 'object', properties, required: Object.keys(properties) } as never, prompt, NOW).args

describe('arguments that give an example', () => {
  it('take what is built like it, and leave quoted text to the free ones', () => {
    const visit = {
      lightId: text('Id of the light, such as HL-0412'),
      day: text('Day of the visit', { format: 'date' }),
      technician: text('Name of the technician'),
      task: text('What is to be done there'),
    }
    const prompt = 'Book a visit to HL-0518 on 2026-12-01 for technician Oskar Nyberg, task "Replace the power module"'
    expect(filled(visit, prompt)).toEqual({
      lightId: 'HL-0518',
      day: '2026-12-01',
      technician: 'Oskar Nyberg',
      task: 'Replace the power module',
    })
  })

  it.each([
    [text('Ticket number, e.g. INC123456'), 'close INC778 please', 'INC778'],
    [text('The order', { example: 'A-1/22' }), 'where is b-7/03?', 'b-7/03'],
    [text('The order', { examples: ['ord_99'] }), 'cancel ord_7 now', 'ord_7'],
  ])('%j in "%s"', (schema, prompt, value) => {
    expect(filled({ id: schema }, prompt)).toEqual({ id: value })
  })

  it('take the one with the same letters first', () => {
    const schema = { visitId: text('Id of the visit, such as V-101') }
    expect(filled(schema, 'move X-5, I mean V-103')).toEqual({ visitId: 'V-103' })
  })

  it('are not misled by days, or by examples of plain words', () => {
    const schema = { city: text('A city, such as Porto'), since: text('A day, such as 2026-03-20', { format: 'date' }) }
    expect(filled(schema, 'weather in Bergen since 2026-03-01')).toEqual({ city: 'Bergen', since: '2026-03-01' })
  })

  it('end soon for hostile samples', () => {
    const schema = { id: text(`such as ${'a1'.repeat(5000)}`, { example: `${'x-'.repeat(29)}1` }) }
    const started = performance.now()
    filled(schema, 'x-'.repeat(5000))
    expect(performance.now() - started).toBeLessThan(500)
  })
})
