import type { IndexAnswer, IndexQuery, ItemIndex, Reader, Refiner } from '@jumpseat/index'

export interface PlannedRefiner {
  readonly refiner: Refiner
  /** Per scope: whether its connection lets the property be refined. Values of others must not be told. */
  readonly fits: readonly boolean[]
}

/** The answer with each refiner counted over those scopes only that it fits. */
export async function searchRefined(
  index: Pick<ItemIndex, 'search'>,
  query: Omit<IndexQuery, 'refiners'>,
  planned: readonly PlannedRefiner[],
  reader: Reader,
): Promise<IndexAnswer> {
  const isWhole = ({ fits }: PlannedRefiner) => fits.every(Boolean)
  const whole = planned.filter(isWhole)
  const answer = await index.search({ ...query, refiners: whole.map(({ refiner }) => refiner) }, reader)
  const refiners = await Promise.all(
    planned.map(async (one) => {
      if (isWhole(one)) return answer.refiners[whole.indexOf(one)] ?? []
      const scopes = query.scopes.filter((_scope, n) => one.fits[n])
      const counting = { ...query, scopes, from: 0, size: 0, sort: [], collapse: [], refiners: [one.refiner] }
      return (await index.search(counting, reader)).refiners[0] ?? []
    }),
  )
  return { ...answer, refiners }
}
