// Table of semantic labels. Contract: connectors 2.4, and 2.9 for people.
import type { PropertyType } from '../types.ts'

export interface Label {
  readonly name: string
  /** Numeric value of the enum member, which OData lets clients send. */
  readonly number: number
  /** Property types that may carry it. */
  readonly types: readonly PropertyType[]
  /** Other spellings found in the field. */
  readonly aliases?: readonly string[]
  /** For people connections only; `unsupported` where the reference does not take it yet. */
  readonly people?: 'supported' | 'unsupported'
}

const TEXT = ['string'] as const
const TEXTS = ['stringCollection'] as const
const ANY_TEXT = ['string', 'stringCollection'] as const
const TEXT_OR_NUMBER = ['string', 'int64'] as const
const DATE = ['dateTime'] as const

const label = (number: number, name: string, types: readonly PropertyType[], ...aliases: string[]): Label => ({
  name,
  number,
  types,
  ...(aliases.length > 0 ? { aliases } : {}),
})
const people = (
  number: number,
  name: string,
  types: readonly PropertyType[],
  support: 'supported' | 'unsupported' = 'supported',
): Label => ({ name, number, types, people: support })

export const LABELS: readonly Label[] = [
  label(0, 'title', TEXT),
  label(1, 'url', TEXT),
  label(2, 'createdBy', TEXT),
  label(3, 'lastModifiedBy', TEXT),
  label(4, 'authors', ANY_TEXT),
  label(5, 'createdDateTime', DATE),
  label(6, 'lastModifiedDateTime', DATE),
  label(7, 'fileName', TEXT),
  label(8, 'fileExtension', TEXT),
  label(13, 'containerName', TEXT),
  label(14, 'containerUrl', TEXT),
  label(15, 'iconUrl', TEXT),
  label(16, 'assignedToPeople', ANY_TEXT, 'assignedTo'),
  label(17, 'closedBy', ANY_TEXT),
  label(18, 'closedDate', DATE),
  label(19, 'priority', TEXT_OR_NUMBER),
  label(20, 'sprintName', TEXT_OR_NUMBER),
  label(21, 'tags', ANY_TEXT),
  label(22, 'severity', TEXT_OR_NUMBER),
  label(23, 'state', TEXT_OR_NUMBER),
  label(24, 'dueDate', DATE),
  label(25, 'itemParentId', TEXT),
  label(26, 'itemPath', TEXT),
  label(27, 'itemType', TEXT),
  label(28, 'numberOfReactions', ['int64'], 'numReactions'),
  label(29, 'parentUrl', TEXT),
  label(30, 'priorityNormalized', TEXT_OR_NUMBER),
  label(31, 'reportedBy', ANY_TEXT),
  label(32, 'secondaryId', TEXT),
  people(33, 'personEmails', TEXTS),
  people(34, 'personAddresses', TEXTS),
  people(35, 'personAnniversaries', TEXTS),
  people(36, 'personName', TEXT),
  people(37, 'personNote', TEXT),
  people(38, 'personPhones', TEXTS),
  people(39, 'personCurrentPosition', TEXT),
  people(40, 'personWebAccounts', TEXTS),
  people(41, 'personWebSite', TEXT),
  people(42, 'personSkills', TEXTS),
  people(43, 'personProjects', TEXTS),
  people(44, 'personAccount', TEXT),
  people(45, 'personAwards', TEXTS),
  people(46, 'personCertifications', TEXTS),
  people(47, 'personAssistants', TEXTS, 'unsupported'),
  people(48, 'personColleagues', TEXTS, 'unsupported'),
  people(49, 'personManager', TEXT, 'unsupported'),
  people(50, 'personAlternateContacts', TEXTS, 'unsupported'),
  people(51, 'personEmergencyContacts', TEXTS, 'unsupported'),
  people(52, 'personEducationalActivities', TEXTS),
  people(53, 'personInterests', TEXTS),
  people(54, 'personLanguages', TEXTS),
  people(55, 'personPublications', TEXTS),
  people(56, 'personPatents', TEXTS),
  people(57, 'personWorkPositions', TEXTS),
]

/** Position of `unknownFutureValue`: members after it are newer. Contract: connectors 2.7. */
const SENTINEL = 12

const byName = new Map(
  LABELS.flatMap((one) => [one.name, ...(one.aliases ?? [])].map((name) => [name.toLowerCase(), one])),
)
const byNumber = new Map(LABELS.map((one) => [String(one.number), one]))

/** The label of a client's spelling: any case, an alias, or the number. */
export function labelOf(text: string): Label | undefined {
  return byName.get(text.trim().toLowerCase()) ?? byNumber.get(text.trim())
}

export function isNewerLabel(name: string): boolean {
  return (byName.get(name.toLowerCase())?.number ?? 0) > SENTINEL
}
