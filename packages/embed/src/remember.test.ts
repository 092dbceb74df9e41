import { expect, it } from 'vitest'
import { remembering } from './remember.ts'
import type { Embedder } from './types.ts'

const counting = () => {
  const asked: string[] = []
  const embedder: Embedder = {
    id: 'lengths',
    dimensions: 1,
    threshold: 0.5,
    embed: async (texts) => {
      asked.push(...texts)
      if (texts.includes('bad')) throw new RangeError('bad')
      return texts.map((text) => Float32Array.of(text.length))
    },
  }
  return { asked, embedder: remembering(embedder) }
}

it('embeds a question once, and passages each time', async () => {
  const { asked, embedder } = counting()
  const first = await embedder.embed(['fog'], 'question')
  expect(await embedder.embed(['fog'], 'question')).toEqual(first)
  await embedder.embed(['fog'], 'passage')
  await embedder.embed(['fog', 'tide'], 'question')
  expect(asked).toEqual(['fog', 'fog', 'fog', 'tide'])
  expect(embedder.id).toBe('lengths')
})

it('keeps the last questions only, and no failure', async () => {
  const { asked, embedder } = counting()
  await embedder.embed(['first'], 'question')
  for (let n = 0; n < 1_000; n++) await embedder.embed([`question ${n}`], 'question')
  await embedder.embed(['first'], 'question')
  expect(asked.filter((text) => text === 'first')).toHaveLength(2)
  for (let n = 0; n < 2; n++) await expect(embedder.embed(['bad'], 'question')).rejects.toThrow(RangeError)
})
