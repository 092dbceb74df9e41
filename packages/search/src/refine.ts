import type { IndexAnswer, IndexQuery, ItemIndex, Reader, Refiner } from '@jumpseat/index'

export interface PlannedRefiner {
  readonly refiner: Refiner
  /** Per scope: whether its connection lets the property be refined. Values of others must not be told. */
  readonly fits: readonly boolean[]
}

/** The answer with each refiner counted over those scopes only that it fits. */
export function searchRefined(
  index: Pick<ItemIndex, 'search'>,
  query: Omit<IndexQuery, 'refiners'>,
  planned: readonly PlannedRefiner[],
  reader: Reader,
): Promise<IndexAnswer> {
  const refiners = planned.map(({ refiner, fits }): Refiner => {
    const within = query.scopes.flatMap(({ connectionUid }, n) => (fits[n] ? [connectionUid] : []))
    return fits.every(Boolean) ? refiner : { ...refiner, within }
  })
  return index.search({ ...query, refiners }, reader)
}
