import type { ItemIndex } from './types.ts'

/**
 * The index, which takes over from another one what that knows of the items that are written, as far as they say the same.
 * When that fails they are without vectors until they are embedded again, and `report` is told.
 */
export function takingVectors(
  index: ItemIndex,
  other: () => Pick<ItemIndex, 'vectorsOf'> | undefined,
  report: (problem: unknown) => void,
): ItemIndex {
  return {
    ...index,
    async upsert(items) {
      await index.upsert(items)
      try {
        const vectors = (await other()?.vectorsOf(items)) ?? []
        if (vectors.length > 0) await index.setVectors(vectors)
      } catch (problem) {
        report(problem)
      }
    },
  }
}
