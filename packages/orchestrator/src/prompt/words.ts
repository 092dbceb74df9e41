import { stemOf, wordsOf } from '@jumpseat/index'

// Words that carry no topic: a question made of them alone asks for nothing.
const COMMON = new Set(
  `a about above after again all also am an and any are as at be because been before being below between both but by can
  could did do does doing done down during each few for from further get give had has have having he her here hers him his
  how i if in into is it its itself just know let like list made make many may me might more most much must my need no nor
  not of off on once one only or other our out over own please same say says she should show since so some such tell than
  that the their them then there these they this those through to too under until up us use very want was we were what
  when where which while who whom whose why will with would you your
  der die das den dem des ein eine einen einem und oder ist sind war waren wie was wer wo wann warum mit von zu im in auf
  fur bei aus nach uber ich du er sie es wir ihr mir dir uns bitte zeige gibt kann`.split(/\s+/),
)

/** The words of a text that carry its topic, normalised, in order. */
export const topicWords = (text: string): string[] =>
  wordsOf(text).flatMap(({ term }) => (COMMON.has(term) || (term.length < 2 && !/\d/.test(term)) ? [] : [term]))

export const topicStems = (text: string): Set<string> => new Set(topicWords(text).map(stemOf))
