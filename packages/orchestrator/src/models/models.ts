import type { LanguageModelV4 } from '@ai-sdk/provider'
import type { TenantId } from '@jumpseat/wire'
import { BUILT_IN, createBuiltInModel } from '../builtin/model.ts'
import type { Models } from '../context.ts'
import { orchestratorErrors } from '../errors.ts'

/** The built-in model, and those that the operator named. */
export function modelsOf(
  others: ReadonlyMap<string, (tenantId: TenantId) => LanguageModelV4 | undefined>,
  now: () => number,
): Models {
  const builtIn = createBuiltInModel(now)
  return (tenantId, name) => {
    if (name === BUILT_IN) return builtIn
    const model = others.get(name)?.(tenantId)
    if (model) return model
    throw orchestratorErrors.modelUnknown({ model: name })
  }
}
