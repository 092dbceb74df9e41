import { orderedText } from './ordered.ts'

/** Contract: connectors 1.6. */
const OPERATIONS: Readonly<Record<string, string>> = {
  equals: 'is',
  notEquals: 'is not',
  contains: 'contains',
  notContains: 'does not contain',
  startsWith: 'begins with',
  lessThan: 'is less than',
  greaterThan: 'is greater than',
  null: 'has no value',
}

export const resultTypesText = {
  ...orderedText,
  title: 'Result types',
  lead: 'How results look. The first one that fits a result lays it out; connectors come after your own.',
  add: 'Add result type',
  edit: 'Edit result type',
  order: 'Result types in the order in which they are tried',
  nothingTitle: 'No connections yet',
  nothing: 'Result types say how results of a connection look. Connect something first.',
  noConnection: 'Its connections are gone; it fits nothing.',
  always: 'Every result',
  rule: ({
    property,
    operation,
    values,
  }: {
    readonly property: string
    readonly operation: string
    readonly values: readonly string[]
  }): string => `${property} ${OPERATIONS[operation] ?? operation} ${values.join(' or ')}`.trim(),
  builtIn: 'Built-in layout',
  builtInHint: 'The layout that the connector brought along, else title and content.',
  name: 'Name',
  nameHint: 'Shown here, and to programs that ask for layouts.',
  connections: 'Connections',
  rules: 'Conditions',
  rulesHint: 'All must hold. Without any, it fits every result of its connections.',
  property: (n: number) => `Property of condition ${n}`,
  propertyHint: 'Property',
  noProperty: 'Choose connections first',
  operation: (n: number) => `Comparison of condition ${n}`,
  values: (n: number) => `Values of condition ${n}`,
  valuesHint: 'one, or another',
  addRule: 'Add condition',
  removeRule: (n: number) => `Remove condition ${n}`,
  operations: OPERATIONS,
  layout: 'Layout',
  layoutHint: 'An Adaptive Card. Bind properties by name, labels such as title and url, and ResultSnippet.',
  noJson: (reason: string) => `This is no JSON: ${reason}`,
  noCard: 'This is no Adaptive Card: it needs "type": "AdaptiveCard" and a list "body".',
  preview: 'Shown on',
  fits: 'The conditions hold for this item.',
  fitsNot: 'The conditions do not hold for this item; it would look otherwise.',
  titleOfOther: (title: string) => `${title} (does not fit)`,
  noItems: 'There is no item that you may read to show the layout on.',
  showsNothing: 'On this item the layout shows nothing; the built-in layout would stand in.',
} as const
