import type { JsonObject } from '@jumpseat/wire'

/** A word of a text that is built like the samples of a parameter. */
export interface SaidLike {
  readonly text: string
  readonly start: number
  readonly end: number
}

const SAMPLE =
  /\b(?:such as|for example|for instance|e\.\s?g\.|example:|like)\s*,?\s*["'“`]?([\p{L}\d][\p{L}\d._/#-]*[\p{L}\d])/giu
const LONGEST = 60

/**
 * Words of the text that are built like what a parameter gives as an example: `HL-0412` is two letters, a hyphen and
 * digits. Only samples that hold a digit say something; the same letters come first.
 */
export function likeSamples(schema: JsonObject, text: string): SaidLike[] {
  const samples = samplesOf(schema)
  const exact = samples.map((sample) => shapeOf(sample, (letters) => escaped(letters)))
  const loose = samples.map((sample) => shapeOf(sample, (letters) => `\\p{L}{${letters.length}}`))
  return [...exact, ...loose].flatMap((shape) =>
    [...text.matchAll(new RegExp(`(?<![\\p{L}\\d])${shape}(?![\\p{L}\\d])`, 'giu'))].map((found) => ({
      text: found[0],
      start: found.index,
      end: found.index + found[0].length,
    })),
  )
}

function samplesOf({ description, example, examples }: JsonObject): string[] {
  const said = typeof description === 'string' ? [...description.matchAll(SAMPLE)].map(([, sample = '']) => sample) : []
  const given = [example, ...(Array.isArray(examples) ? examples : [])].filter((each) => typeof each === 'string')
  return [...given, ...said].filter(
    (sample) => sample.length <= LONGEST && /\d/.test(sample) && /[\p{L}._/#-]/u.test(sample) && !isDate(sample),
  )
}

const isDate = (sample: string) =>
  /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d:\d\d|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$/.test(sample)

const shapeOf = (sample: string, letters: (run: string) => string) =>
  sample.replace(/(\p{L}+)|(\d+)|([^\p{L}\d])/gu, (_whole, run: string, digits: string, other: string) =>
    run !== undefined ? letters(run) : digits !== undefined ? '\\d+' : escaped(other),
  )

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
