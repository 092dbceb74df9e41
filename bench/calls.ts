// Function calls of the built-in model over a public set of questions with accepted answers: what share is right.
// Reported, not tuned to the files. `npm run bench:calls -- [--dir PATH] [--json]`
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createBuiltInModel } from '@jumpseat/orchestrator'
import { isAccepted } from './calls/accept.ts'
import { type Case, casesOf, irrelevantOf } from './calls/corpus.ts'

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: '../shared/corpora/function-calling' },
    json: { type: 'boolean' },
    wrong: { type: 'boolean' },
  },
})
if (!existsSync(values.dir)) {
  console.error(`There is no folder ${values.dir}: nothing was measured.`)
  process.exit(0)
}

const model = createBuiltInModel(() => Date.UTC(2026, 0, 5))

async function callOf({ question, tools }: Pick<Case, 'question' | 'tools'>) {
  const { content } = await model.doGenerate({
    prompt: [{ role: 'user', content: [{ type: 'text', text: question }] }],
    tools: [...tools],
  })
  const call = content.find((part) => part.type === 'tool-call')
  return call && { name: call.toolName, args: JSON.parse(call.input) }
}

const cases = casesOf(values.dir)
let calls = 0
let functions = 0
const began = performance.now()
for (const each of cases) {
  const call = await callOf(each)
  const answer = each.accepted.find(({ name }) => name === call?.name)
  if (call && answer) functions++
  if (call && answer && isAccepted(call.args, answer.args)) calls++
  else if (values.wrong)
    console.log(JSON.stringify({ id: each.id, question: each.question, call, accepted: each.accepted }))
}
const ms = (performance.now() - began) / cases.length
const irrelevant = irrelevantOf(values.dir)
let declined = 0
for (const each of irrelevant) if ((await callOf(each)) === undefined) declined++

const share = (part: number, whole: number) => Math.round((10_000 * part) / Math.max(1, whole)) / 10_000
const report = {
  queries: cases.length,
  callAccuracy: share(calls, cases.length),
  functionAccuracy: share(functions, cases.length),
  irrelevant: irrelevant.length,
  declinedIrrelevant: share(declined, irrelevant.length),
  msPerCall: Math.round(ms * 1000) / 1000,
}
if (!values.json) {
  console.log(
    `${report.queries} questions: function right in ${(100 * report.functionAccuracy).toFixed(1)} %, call right in ${(100 * report.callAccuracy).toFixed(1)} %`,
  )
  console.log(
    `${report.irrelevant} questions that no function answers: declined in ${(100 * report.declinedIrrelevant).toFixed(1)} %`,
  )
}
console.log(JSON.stringify(report))
