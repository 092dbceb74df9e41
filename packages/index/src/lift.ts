import type { IndexedItem } from './types.ts'

const DAY = 86_400_000
/** Days after which freshness is worth half. */
const HALF_LIFE = 90
const FRESHNESS = 0.1
const INTEREST = 0.05

/** 1 for what is changed now or dated in the future, half of it every 90 days, 0 without a date. */
export function freshnessOf(modifiedAt: number | undefined, now: number): number {
  return modifiedAt === undefined ? 0 : 0.5 ** (Math.max(0, now - modifiedAt) / DAY / HALF_LIFE)
}

/**
 * What freshness and interest make of a score, as a factor from 1 / 1.15 to 1: at most 15 % between two items.
 * Contract: connectors 7.2.
 */
export function liftOf({ modifiedAt, interest }: Pick<IndexedItem, 'modifiedAt' | 'interest'>, now: number): number {
  return (1 + FRESHNESS * freshnessOf(modifiedAt, now) + INTEREST * interest) / (1 + FRESHNESS + INTEREST)
}
