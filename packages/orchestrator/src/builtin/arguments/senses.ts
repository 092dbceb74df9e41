/** What a text parameter is about, as its name and description tell. */
export type Sense =
  | 'place'
  | 'origin'
  | 'target'
  | 'person'
  | 'name'
  | 'query'
  | 'address'
  | 'date'
  | 'time'
  | 'end'
  | 'id'

// A table of words; the name of a parameter is looked at for all, its description only for those that are sure.
const NAMED: readonly (readonly [Sense, RegExp])[] = [
  [
    'place',
    /\b(?:location|city|place|country|region|state|address|where|harbou?r|port|venue|destination|airport|area|town)\b/i,
  ],
  ['origin', /\b(?:from|origin|start|source|departure|starting|base)\b/i],
  ['target', /\b(?:to|destination|end|target|arrival|recipient)\b/i],
  [
    'person',
    /\b(?:person|author|artist|user|recipient|assignee|owner|player|actor|director|customer|employee|teacher|composer)\b/i,
  ],
  ['name', /\b(?:name|title|subject|label|team|company|product|item|species|movie|song|book|game|brand)\b/i],
  [
    'query',
    /\b(?:query|keywords?|search|topic|term|text|question|phrase|content|message|description|cuisine|genre)\b/i,
  ],
  ['address', /\b(?:e-?mail|mail)\b/i],
  ['date', /\b(?:date|day|deadline|due|birthday|when)\b/i],
  ['time', /\b(?:time|hour|clock)\b/i],
  ['end', /\b(?:end|until|return|checkout|to|last)\b/i],
  ['id', /\b(?:id|number|code|reference|key)\b/i],
]
const DESCRIBED: readonly (readonly [Sense, RegExp])[] = [
  ['date', /\b(?:YYYY-MM-DD|DD\/MM\/YYYY|MM\/DD\/YYYY|date)\b/i],
  ['place', /\b(?:city|country|location)\b/i],
  ['person', /\bname of the (?:person|author|artist|user)\b/i],
]

export function sensesOf(name: string, description: string): ReadonlySet<Sense> {
  const named = NAMED.flatMap(([sense, words]) => (words.test(name) ? [sense] : []))
  const described = DESCRIBED.flatMap(([sense, words]) =>
    words.test(description) && named.length === 0 ? [sense] : [],
  )
  return new Set([...named, ...described])
}
