import type { ErrorSpec } from '@jumpseat/wire'
import { invalidRequest } from './shared.ts'

/** Contract: connectors 2.1 to 2.9. */
export const schemaErrors = {
  baseType: invalidRequest(
    'InvalidBaseType',
    "The base type of a schema cannot be '{value}'.",
    'Send "baseType": "microsoft.graph.externalItem".',
  ),
  propertyCount: invalidRequest(
    'InvalidPropertyCount',
    'A schema has 1 to {limit} properties; this one has {count}.',
    'Send at least one property and at most the limit.',
  ),
  propertyShape: invalidRequest(
    'InvalidProperty',
    'A property is not an object.',
    'Send name and type of each property.',
  ),
  propertyNameLength: invalidRequest(
    'InvalidPropertyNameLength',
    "The name or alias '{name}' must have 1 to {limit} characters.",
    'Choose a shorter name.',
  ),
  propertyNameCharacters: invalidRequest(
    'InvalidPropertyNameCharacters',
    "The name or alias '{name}' may hold letters, digits and underscores only.",
    'Remove blanks, hyphens and other signs.',
  ),
  propertyNameTwice: invalidRequest(
    'DuplicatePropertyName',
    "The name or alias '{name}' is used more than once; case makes no difference.",
    'Give each property and alias a name of its own.',
  ),
  propertyType: invalidRequest(
    'InvalidPropertyType',
    "The property '{name}' has no known type.",
    'Use one of: {members}.',
  ),
  propertyFlag: invalidRequest(
    'InvalidPropertyAttribute',
    "The attribute '{attribute}' of property '{name}' is not usable.",
    'Send {expected}.',
  ),
  propertyDescriptionLength: invalidRequest(
    'PropertyDescriptionTooLong',
    "The description of property '{name}' has more than {limit} characters.",
    'Send a shorter description.',
  ),
  searchableType: invalidRequest(
    'SearchablePropertyShouldBeText',
    "Searchable property '{name}' cannot be of type '{type}'.",
    'Only string and stringCollection can be searchable.',
  ),
  searchableAndRefinable: invalidRequest(
    'PropertyCannotBeSearchableAndRefinable',
    "Property '{name}' cannot be both searchable and refinable.",
    'Choose one of isSearchable and isRefinable.',
  ),
  /** The one inner code that clients know from the reference. Contract: connectors 2.6. */
  refinerType: invalidRequest(
    'RefinerShouldNotBeOfType',
    "Refiner property '{name}' cannot be of type '{type}'.",
    'Set isRefinable to false for booleans and principals.',
  ),
  exactMatchType: invalidRequest(
    'ExactMatchPropertyShouldBeText',
    "Exact-match property '{name}' must be a string or stringCollection that is not searchable.",
    'Set isSearchable to false, or isExactMatchRequired to false.',
  ),
  rankingHint: invalidRequest(
    'InvalidRankingHint',
    "The ranking hint of property '{name}' needs a searchable text property without labels.",
    'Remove rankingHint or the labels, or make the property searchable.',
  ),
  importanceScore: invalidRequest(
    'InvalidImportanceScore',
    "The ranking hint of property '{name}' has no known importanceScore.",
    'Use low, medium, high or veryHigh.',
  ),
  labelUnknown: invalidRequest(
    'InvalidLabel',
    "The property '{name}' has the unknown label '{label}'.",
    'Use a semantic label of the reference, for example title, url or iconUrl.',
  ),
  labelTwice: invalidRequest(
    'DuplicateLabel',
    "The label '{label}' is on more than one property.",
    'Keep it on one property.',
  ),
  labelType: invalidRequest(
    'LabelTypeMismatch',
    "The label '{label}' cannot be on property '{name}' of type '{type}'.",
    'This label needs the type {expected}.',
  ),
  labelNeedsPeople: invalidRequest(
    'LabelNeedsPeopleConnection',
    "The label '{label}' is for connections with contentCategory people.",
    'Create the connection with "contentCategory": "people", or remove the label.',
  ),
  labelUnsupported: invalidRequest(
    'LabelNotSupported',
    "The label '{label}' is not supported yet.",
    'Remove it; a property without a label becomes a custom profile property.',
  ),
  peopleAccount: invalidRequest(
    'PersonAccountRequired',
    'The schema of a people connection has exactly one property labelled personAccount, of type string.',
    'Label the property that holds the account of the person.',
  ),
  peopleType: invalidRequest(
    'PropertyTypeNotForPeople',
    "The property '{name}' of a people connection cannot be of type '{type}'.",
    'Use another type.',
  ),
  propertyRemoved: invalidRequest(
    'PropertyRemoved',
    "The property '{name}' is missing. A schema is sent whole, and a property cannot be removed or renamed.",
    'Send every property of the present schema, then the new ones.',
  ),
  typeChanged: invalidRequest(
    'PropertyTypeChanged',
    "The type of property '{name}' cannot be changed from '{from}' to '{type}'.",
    'Add a property with another name.',
  ),
  refinableTurnedOn: invalidRequest(
    'RefinableCannotBeTurnedOn',
    "Property '{name}' exists and cannot become refinable.",
    'Add a refinable property with another name.',
  ),
  schemaForbidden: {
    status: 405,
    code: 'MethodNotAllowed',
    message: 'A schema cannot be deleted.',
    fix: 'Delete the connection.',
  },
} as const satisfies Record<string, ErrorSpec>
