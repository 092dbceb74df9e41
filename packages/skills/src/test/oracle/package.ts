// Every OpenAPI function of a package, called with synthetic arguments, beside the oracle.
import type { AppPackage } from '@jumpseat/manifest'
import type { JsonObject, TenantId } from '@jumpseat/wire'
import { skillsOfPackage } from '../../sources/package.ts'
import type { Skill } from '../../types.ts'
import { type Filling, syntheticArguments } from './arguments.ts'
import { type Comparison, compareCall } from './compare.ts'
import { resolvedSpec } from './swagger.ts'

export interface OracleScore {
  /** OpenAPI functions that can be called, and those that cannot, with their reasons. */
  readonly functions: number
  readonly unavailable: readonly { readonly name: string; readonly code: string; readonly message: string }[]
  readonly calls: number
  readonly verdicts: Readonly<Record<Comparison['verdict'], number>>
  /** Calls per line of `DIFFERENCES`. */
  readonly onPurpose: Readonly<Record<string, number>>
  /** What nothing explains: each is a defect. */
  readonly different: readonly {
    readonly function: string
    readonly args: JsonObject
    readonly comparison: Comparison
  }[]
}

/** Required arguments alone, then all of them with five kinds of values. */
const FILLINGS: readonly Filling[] = [
  { isFull: false, variant: 0 },
  ...[0, 1, 2, 3, 4].map((variant) => ({ isFull: true, variant })),
]

export async function scoreOfPackage(pkg: AppPackage): Promise<OracleScore> {
  const origin = { tenant: 'score' as TenantId, app: { id: 'score', version: '1', name: 'score' } }
  const { skills, unavailable } = skillsOfPackage(pkg, origin)
  const byPlace = new Map(skills.map((skill) => [`${skill.source.action.namespace} ${skill.name}`, skill]))
  const verdicts = { same: 0, 'read alike': 0, 'on purpose': 0, refused: 0, different: 0 }
  const onPurpose: Record<string, number> = {}
  const different: { function: string; args: JsonObject; comparison: Comparison }[] = []
  const specs = new Map<JsonObject, Promise<JsonObject>>()
  let functions = 0
  for (const plugin of pkg.plugins) {
    for (const fn of plugin.functions) {
      const skill = byPlace.get(`${plugin.namespace} ${fn.name}`)
      const runtime = fn.binding.kind === 'operation' ? plugin.runtimes[fn.binding.runtime] : undefined
      if (fn.binding.kind !== 'operation' || runtime?.type !== 'OpenApi' || runtime.document === undefined) continue
      if (skill?.binding.kind !== 'http') continue
      functions++
      const { root } = runtime.document
      const spec = await (specs.get(root) ?? specs.set(root, resolvedSpec(root)).get(root))
      for (const [args, comparison] of comparisons(skill, spec ?? root, fn.binding.operation)) {
        verdicts[comparison.verdict]++
        if (comparison.verdict === 'on purpose' && comparison.reason !== undefined) {
          onPurpose[comparison.reason] = (onPurpose[comparison.reason] ?? 0) + 1
        }
        if (comparison.verdict === 'different') different.push({ function: fn.name, args, comparison })
      }
    }
  }
  const calls = Object.values(verdicts).reduce((sum, count) => sum + count, 0)
  const reasons = unavailable.map(({ name, reason }) => ({ name, code: reason.code, message: reason.message }))
  return { functions, unavailable: reasons, calls, verdicts, onPurpose, different }
}

function comparisons(
  skill: Skill,
  spec: JsonObject,
  place: { readonly path: string; readonly method: string },
): (readonly [JsonObject, Comparison])[] {
  const { binding } = skill
  if (binding.kind !== 'http') return []
  return FILLINGS.map((filling) => {
    const args = syntheticArguments(skill.parameters, filling)
    return [args, compareCall(spec, place, binding.operation, args)] as const
  })
}
