import { own } from '@jumpseat/wire'
import { isComparable, kindOf, type ValueKind } from '../kinds.ts'
import { wordOf, wordsOfName } from './tokens.ts'
import type { QuestionConnection, QuestionProperty } from './types.ts'

/** A property as the question may mean it. */
export interface Field {
  /** As the schema names it. */
  readonly property: string
  readonly kind: ValueKind
  readonly labels: readonly string[]
  /** What people may call it, each as its words. */
  readonly names: readonly (readonly string[])[]
  readonly values: readonly string[]
}

/** Names that labels have beside those of the properties which carry them. */
const LABEL_NAMES: Readonly<Record<string, readonly string[]>> = {
  createdBy: ['created by', 'creator'],
  lastModifiedBy: ['last modified by', 'modified by'],
  authors: ['author', 'authors'],
  assignedToPeople: ['assignee', 'assigned to'],
  closedBy: ['closed by'],
  reportedBy: ['reported by', 'reporter'],
  createdDateTime: ['created date', 'creation date', 'date created'],
  lastModifiedDateTime: ['modified date', 'modification date', 'last modified date', 'last modified'],
  closedDate: ['closed date', 'closing date'],
  dueDate: ['due date', 'deadline'],
  priority: ['priority'],
  severity: ['severity'],
  state: ['state', 'status'],
  sprintName: ['sprint'],
  tags: ['tag', 'tags'],
  itemType: ['type', 'item type'],
  containerName: ['project', 'folder', 'container'],
  fileExtension: ['file type', 'file extension'],
  numberOfReactions: ['reactions', 'likes'],
}

/** The properties that can be filtered by. */
export const fieldsOf = ({ properties }: QuestionConnection): readonly Field[] =>
  properties.filter(isComparable).flatMap((property) => fieldOf(property) ?? [])

function fieldOf({ name, type, labels = [], aliases = [], values = [] }: QuestionProperty): Field | undefined {
  const kind = kindOf(type)
  if (kind === undefined) return undefined
  const names = [
    ...[name, ...aliases].flatMap((one) => [wordsOfName(one), [wordOf(one)]]),
    ...labels.flatMap((label) => (own(LABEL_NAMES, label) ?? []).map((one) => one.split(' '))),
  ].filter((words) => words.length > 0)
  return { property: name, kind, labels, names: distinct(names), values: [...new Set(values)] }
}

const distinct = (names: readonly (readonly string[])[]) => [
  ...new Map(names.map((words) => [words.join(' '), words])).values(),
]

/** The one field that carries one of the labels, the first of which counts most; undefined for none or several. */
export function labelledField(fields: readonly Field[], labels: readonly string[]): Field | undefined {
  for (const label of labels) {
    const carriers = fields.filter((field) => field.labels.includes(label))
    if (carriers.length > 0) return carriers.length === 1 ? carriers[0] : undefined
  }
  return undefined
}

/** The one field that has this name among its names; undefined for none or several. */
export function namedField(fields: readonly Field[], words: readonly string[]): Field | undefined {
  const phrase = words.join(' ')
  const found = fields.filter(({ names }) => names.some((name) => name.join(' ') === phrase))
  return found.length === 1 ? found[0] : undefined
}

/** Whether it is called so in any of its names. */
export const isNamed = ({ names }: Field, pattern: RegExp): boolean =>
  names.some((words) => pattern.test(words.join(' ')))
