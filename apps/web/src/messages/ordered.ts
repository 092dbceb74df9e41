/** What is said wherever administrators keep things in an order. */
export const orderedText = {
  up: (name: string) => `Move ${name} up`,
  down: (name: string) => `Move ${name} down`,
  editOf: (name: string) => `Edit ${name}`,
  deleteOf: (name: string) => `Delete ${name}`,
  deleted: (name: string) => `${name} is deleted.`,
  undo: 'Undo',
}
