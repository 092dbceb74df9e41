import { defineErrors } from '@jumpseat/wire'
import { connectionErrors } from './errors/connection.ts'
import { groupErrors } from './errors/group.ts'
import { itemErrors } from './errors/item.ts'
import { schemaErrors } from './errors/schema.ts'
import { sharedErrors } from './errors/shared.ts'

/** The registry of this package. */
export const connectorErrors = defineErrors({
  ...sharedErrors,
  ...connectionErrors,
  ...schemaErrors,
  ...itemErrors,
  ...groupErrors,
})
