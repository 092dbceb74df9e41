import type { SchemaProperty } from '@jumpseat/connectors'
import type { Condition } from '@jumpseat/index'
import type { Comparison, KqlValue, Restriction } from '@jumpseat/kql'
import { isComparable, kindOf, type ValueKind } from '../kinds.ts'
import { anyOf, NOTHING, textOf } from './parts.ts'
import { between, type Span, spanOf, type Test, within } from './span.ts'

type Between = Extract<Restriction, { readonly operator: '..' }>
type Compared = Exclude<Restriction, Between>

/** A restriction on a property that it was found to name; what cannot be compared so holds for no item. Contract: connectors 5.3. */
export function restrictionOf(restriction: Restriction, property: SchemaProperty, now: number): Condition {
  const kind = isComparable(property) ? kindOf(property.type) : undefined
  if (kind === undefined) return NOTHING
  const name = property.name.toLowerCase()
  if (isAnything(restriction)) {
    const held = anyValueOf(name, kind)
    return restriction.operator === '<>' ? { kind: 'not', of: held } : held
  }
  if (restriction.operator === ':' && kind === 'text' && !property.isExactMatchRequired)
    return textOf(restriction.value, name) ?? NOTHING
  const test = restriction.operator === '..' ? betweenOf(restriction, kind, now) : testOf(restriction, kind, now)
  if (!test) return NOTHING
  const condition: Condition = { kind: 'value', property: name, test }
  return restriction.operator === '<>' ? { kind: 'not', of: condition } : condition
}

/** The test of one value; that of `<>` is what must not hold. Undefined when the value is none of the kind. */
function testOf({ operator, value }: Compared, kind: ValueKind, now: number): Test | undefined {
  if (kind === 'text' || kind === 'boolean') {
    if (!EQUALITIES.has(operator)) return undefined
    return kind === 'text' ? wholeText(value) : truth(value)
  }
  const span = measured(value, kind, now)
  return span && COMPARISONS[operator](span)
}

/** `name:*` asks for any value at all. */
const isAnything = (restriction: Restriction) =>
  restriction.operator !== '..' && restriction.value.isPrefix && restriction.value.text === ''

function anyValueOf(property: string, kind: ValueKind): Condition {
  const tests = ANYTHING[kind].map((test): Condition => ({ kind: 'value', property, test }))
  return anyOf(tests) ?? NOTHING
}

const ANYTHING: Readonly<Record<ValueKind, readonly Test[]>> = {
  text: [{ op: 'startsWith', value: '' }],
  number: [between(undefined, undefined)],
  date: [between(undefined, undefined)],
  boolean: [
    { op: 'equals', value: true },
    { op: 'equals', value: false },
  ],
}

const EQUALITIES: ReadonlySet<Comparison> = new Set([':', '=', '<>'])

const wholeText = ({ text, isPrefix }: KqlValue): Test =>
  isPrefix ? { op: 'startsWith', value: text } : { op: 'equals', value: text }

function truth({ text, isPrefix }: KqlValue): Test | undefined {
  const lower = text.toLowerCase()
  return !isPrefix && (lower === 'true' || lower === 'false') ? { op: 'equals', value: lower === 'true' } : undefined
}

const COMPARISONS: Readonly<Record<Comparison, (span: Span) => Test>> = {
  ':': within,
  '=': within,
  '<>': within,
  '<': (span) => between(undefined, { span, isIncluded: false }),
  '<=': (span) => between(undefined, { span, isIncluded: true }),
  '>': (span) => between({ span, isIncluded: false }, undefined),
  '>=': (span) => between({ span, isIncluded: true }, undefined),
}

/** From the beginning of the one to the end of the other. */
function betweenOf({ from, to }: Between, kind: ValueKind, now: number): Test | undefined {
  const [first, last] = [measured(from, kind, now), measured(to, kind, now)]
  return first && last && between({ span: first, isIncluded: true }, { span: last, isIncluded: true })
}

const measured = ({ text, isPrefix }: KqlValue, kind: ValueKind, now: number) =>
  isPrefix ? undefined : spanOf(text, kind, now)
