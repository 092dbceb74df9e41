import { termsOf } from './words.ts'

// Table: what kinds of values a text holds, and the words by which parameters ask for them. `US $50 on Monday` names no
// currency and no date, and yet a function with `currency` and `date` is the likelier one. English only.

interface Sense {
  readonly sign: RegExp
  readonly words: string
}

const SENSES: readonly Sense[] = [
  {
    sign: /\b(when|date|january|february|march|april|june|july|august|september|october|november|december|today|tomorrow|yesterday|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend)\b|\d{4}-\d\d|\b\d{1,2}(st|nd|rd|th)\b/i,
    words: 'date time day',
  },
  { sign: /\b(1\d{3}|20\d\d)\b/, words: 'year date' },
  { sign: /\b(take|takes|took) place\b|\b(happen|occur)(s|ed)?\b/i, words: 'event date' },
  {
    sign: /\b([Ww]here|[Nn]ear|nearby|around)\b|\b(in|at|from|to) [A-Z][a-z]+/,
    words: 'location city place',
  },
  { sign: /\bwho\b|\b[A-Z][a-z]+ [A-Z][a-z]+\b/, words: 'name person' },
  {
    sign: /\bhow far\b|\b(km|kilomet(er|re)s?|miles?|met(er|re)s?|feet|inch(es)?|cm|mm)\b/i,
    words: 'distance length unit',
  },
  { sign: /\b(kg|kilograms?|grams?|pounds?|lbs?|ounces?|oz|tons?)\b/i, words: 'weight mass unit convert' },
  {
    sign: /\bhow long\b|\b(hours?|minutes?|seconds?|days?|weeks?|months?|years?)\b/i,
    words: 'time duration period',
  },
  {
    sign: /[$€£¥]|\b(dollars?|euros?|yen|rupees?|cents?|usd|eur|gbp|jpy)\b/i,
    words: 'currency amount price money',
  },
  { sign: /\bhow much\b/i, words: 'amount price cost quantity' },
  { sign: /\bhow many\b/i, words: 'number count quantity' },
  { sign: /\bhow old\b/i, words: 'age' },
  { sign: /%|\bpercent/i, words: 'percentage rate ratio' },
  { sign: /https?:|www\./i, words: 'url link' },
  { sign: /\S@\S/, words: 'email address' },
  { sign: /°|\b(celsius|fahrenheit|degrees?)\b/i, words: 'temperature unit angle' },
  { sign: /\b(mph|km\/h|m\/s)\b/i, words: 'speed velocity' },
]

const READ = SENSES.map(({ sign, words }) => ({ sign, terms: termsOf(words) }))

/** Numbers of the senses, in the table's order, that a text holds. */
export function sensesIn(text: string): ReadonlySet<number> {
  return new Set(READ.flatMap(({ sign }, index) => (sign.test(text) ? [index] : [])))
}

/** Numbers of the senses that one of these terms asks for. */
export function sensesAsked(terms: readonly string[]): readonly number[] {
  return READ.flatMap((sense, index) => (sense.terms.some((term) => terms.includes(term)) ? [index] : []))
}

/** The terms by which parameters ask for these senses. */
export function termsAsking(senses: ReadonlySet<number>): readonly string[] {
  return [...new Set([...senses].flatMap((index) => READ[index]?.terms ?? []))]
}
