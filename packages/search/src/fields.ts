import type { Schema } from '@jumpseat/connectors'
import { kindOf, type ValueKind } from './kinds.ts'
import { propertyNamed } from './labels.ts'

/** A refinable property as several schemas know it. */
export interface Field {
  /** In lower case. */
  readonly property: string
  readonly kind: ValueKind
  /** Per schema: it refines the property in the same way, or does not have it. */
  readonly fits: readonly boolean[]
}

/** The refinable property that the name stands for in the first schema that has one; undefined when none has. Contract: connectors 5.5, 5.6. */
export function refinableField(schemas: readonly Schema[], name: string): Field | undefined {
  for (const schema of schemas) {
    const found = propertyNamed(schema, name)
    const kind = found?.isRefinable ? kindOf(found.type) : undefined
    if (!found || kind === undefined) continue
    const property = found.name.toLowerCase()
    const fits = schemas.map(({ properties }) => {
      const same = properties.find((each) => each.name.toLowerCase() === property)
      return same === undefined || (same.isRefinable && kindOf(same.type) === kind)
    })
    return { property, kind, fits }
  }
  return undefined
}
