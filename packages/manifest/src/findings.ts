import { placeInFiles } from './openapi/place.ts'
import { type ParamsOf, type RuleId, rules } from './rules.ts'
import type { Finding, Place } from './types.ts'

export type Params = Readonly<Record<string, string | number>>

/** Nothing for a rule whose texts have no words in braces. */
type Rest<R extends RuleId> = keyof ParamsOf<R> extends never ? [] : [params: ParamsOf<R>]

/** Takes findings while a package is read. A hostile package cannot make it grow without end. */
export interface Report {
  readonly add: <R extends RuleId>(rule: R, place: Place, ...params: Rest<R>) => void
  /** In the order in which they were found, each once. */
  readonly all: () => readonly Finding[]
}

/** Of each level, so that many small ones never hide what keeps a package from working. */
const MOST_FINDINGS = 500
const LONGEST_PARAM = 160

export const WHOLE_PACKAGE: Place = { file: '', pointer: '' }

export function newReport(): Report {
  const found = new Map<string, Finding>()
  const counts = { load: 0, strict: 0, store: 0 }
  return {
    add(rule, at, ...[params = {}]: readonly [Params?]) {
      const place = placeInFiles(at)
      const { level } = rules[rule]
      counts[level] += 1
      if (counts[level] > MOST_FINDINGS + 1) return
      const finding =
        counts[level] > MOST_FINDINGS
          ? findingOf('package.too-many-findings', WHOLE_PACKAGE, { limit: MOST_FINDINGS, level })
          : findingOf(rule, place, params)
      const key = JSON.stringify([finding.rule, finding.file, finding.pointer, finding.message])
      if (!found.has(key)) found.set(key, finding)
    },
    all: () => [...found.values()],
  }
}

export function findingOf(rule: RuleId, { file, pointer }: Place, params: Params = {}): Finding {
  const { level, severity, message, fix } = rules[rule]
  return { rule, level, severity, file, pointer, message: fill(message, params), fix: fill(fix, params) }
}

function fill(template: string, params: Params): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? shown(String(params[name])) : whole,
  )
}

/** Foreign text as it may stand in a message: short, and without characters that act on a terminal or hide. */
export function shown(text: string): string {
  const short = text.length > LONGEST_PARAM ? `${text.slice(0, LONGEST_PARAM)}…` : text
  return short.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
}

/** The place of `segments` below `place`; RFC 6901. */
export function below({ file, pointer }: Place, ...segments: readonly (string | number)[]): Place {
  return { file, pointer: pointer + segments.map((segment) => `/${escapeSegment(String(segment))}`).join('') }
}

export function escapeSegment(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1')
}
