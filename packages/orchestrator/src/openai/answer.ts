import { textOf } from '../graph/answer.ts'
import { plainText } from '../render/sanitise.ts'
import type { Turn } from '../turn/types.ts'

// The shapes of the OpenAI chat API, as its clients read them.

export const completion = (id: string, model: string, created: number, turn: Turn): object => ({
  id,
  object: 'chat.completion',
  created,
  model,
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: wholeText(turn) },
      finish_reason: reasonOf(turn),
      logprobs: null,
    },
  ],
  usage: usageOf(turn),
})

export const chunk = (
  id: string,
  model: string,
  created: number,
  delta: object,
  reason: string | null = null,
): object => ({
  id,
  object: 'chat.completion.chunk',
  created,
  model,
  choices: [{ index: 0, delta, finish_reason: reason, logprobs: null }],
})

export const usageChunk = (id: string, model: string, created: number, turn: Turn): object => ({
  ...chunk(id, model, created, {}),
  choices: [],
  usage: usageOf(turn),
})

/** What follows the text that was streamed: words for what a client without our page cannot show, and the sources. */
export function tailOf(turn: Turn): string {
  const whole = wholeText(turn)
  return whole.startsWith(turn.text) ? whole.slice(turn.text.length) : `\n\n${whole}`
}

export const reasonOf = ({ status }: Turn): string => (status === 'refused' ? 'content_filter' : 'stop')

const wholeText = (turn: Turn): string => [textOf(turn), sourcesOf(turn)].filter((part) => part !== '').join('\n\n')

/** Links lead to what the person may read; what functions gave is named by its host alone. */
function sourcesOf({ citations }: Turn): string {
  return citations
    .map(({ n, title, url, host, isOwnContent }) => {
      const name = plainText(title)
        .replace(/[[\]()]/g, ' ')
        .trim()
      if (url === undefined) return `[^${n}^] ${name}`
      const target = url.replace(/[()<>\s]/g, (letter) =>
        encodeURIComponent(letter).replace('(', '%28').replace(')', '%29'),
      )
      return isOwnContent ? `[^${n}^] [${name}](${target})` : `[^${n}^] ${name} (${host ?? ''})`
    })
    .join('  \n')
}

function usageOf({ spent, text }: Turn) {
  const completion_tokens = Math.min(spent.tokens, Math.ceil(text.length / 4))
  return { prompt_tokens: spent.tokens - completion_tokens, completion_tokens, total_tokens: spent.tokens }
}
