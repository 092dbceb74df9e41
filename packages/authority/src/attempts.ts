import { authorityErrors } from './errors.ts'

/** Failures that are forgiven within the window; an address may serve many people. */
export const LIMITS = { account: 10, address: 50, windowMs: 5 * 60_000 } as const
const REMEMBERED = 20_000

interface Failures {
  count: number
  readonly until: number
}

/** Counts failed sign-ins per account and per address, in memory. */
export function createAttempts(now: () => number) {
  const failures = new Map<string, Failures>()

  const current = (key: string): Failures | undefined => {
    const found = failures.get(key)
    if (found && found.until <= now()) failures.delete(key)
    return failures.get(key)
  }
  const count = (key: string) => {
    const found = current(key)
    if (found) found.count++
    else {
      if (failures.size >= REMEMBERED) failures.delete(String(failures.keys().next().value))
      failures.set(key, { count: 1, until: now() + LIMITS.windowMs })
    }
  }

  return {
    /** Counts the attempt as failed before its outcome is known, so that parallel guesses count too. Errors: `tooManyAttempts`. */
    begin(account: string, address: string): void {
      for (const [key, limit] of [
        [`account ${account}`, LIMITS.account],
        [`address ${address}`, LIMITS.address],
      ] as const) {
        const found = current(key)
        if (!found || found.count < limit) continue
        const seconds = Math.ceil((found.until - now()) / 1000)
        throw authorityErrors.tooManyAttempts({ seconds }, { headers: { 'retry-after': String(seconds) } })
      }
      count(`account ${account}`)
      count(`address ${address}`)
    },
    succeeded(account: string, address: string): void {
      failures.delete(`account ${account}`)
      const found = current(`address ${address}`)
      if (found) found.count--
    },
  }
}
