import { findingOf, type Params, WHOLE_PACKAGE } from '../findings.ts'
import type { RuleId } from '../rules.ts'
import type { PackageSource } from '../types.ts'

/** A package of which nothing is taken, and why. */
export function refused(rule: RuleId, params: Params): PackageSource {
  return { files: new Map(), findings: [findingOf(rule, WHOLE_PACKAGE, params)] }
}
