// Puts results into card templates, apart from the server: templates come from strangers, and loading the library takes half
// a second. The thread that started this one ends it when it takes too long.
import { parentPort } from 'node:worker_threads'
import { ExpressionFunctions } from 'adaptive-expressions'
import { GlobalSettings, Template } from 'adaptivecards-templating'
import type { RenderAnswer, RenderTask } from './types.ts'

/** Functions that build code, that take a pattern, or that make much out of nothing. */
const BARRED = ['jPath', 'xPath', 'xml', 'isMatch', 'range']
const functions: ReadonlyMap<string, unknown> = ExpressionFunctions.standardFunctions
if (functions instanceof Map) for (const name of BARRED) functions.delete(name)
// contract: packages 4.5, a missing field is empty text; empty text would show the binding itself
GlobalSettings.getUndefinedFieldValueSubstitutionString = () => ' '

parentPort?.on('message', ({ id, template, results }: RenderTask) => {
  parentPort?.postMessage({ id, cards: cardsOf(template, results) } satisfies RenderAnswer)
})

function cardsOf(template: RenderTask['template'], results: RenderTask['results']): RenderAnswer['cards'] {
  const whole = readTemplate(template)
  return results.map((result) => {
    try {
      const card: unknown = whole?.expand({ $root: result })
      return typeof card === 'object' && card !== null ? JSON.stringify(card) : undefined
    } catch {
      return undefined
    }
  })
}

function readTemplate(template: object): Template | undefined {
  try {
    return new Template(template)
  } catch {
    return undefined
  }
}
