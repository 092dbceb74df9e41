import type { Addition, Citation, Confirmation, Request, StreamEvent, Turn, TurnCard } from '../../api/chat.ts'
import type { Problem } from '../../api/http.ts'

/** A turn that is being answered, as far as its events have come. */
export interface Live {
  /** Undefined until the server has begun. */
  readonly turnId: string | undefined
  readonly prompt: { readonly text: string; readonly additions: readonly Addition[] }
  readonly agentName: string | undefined
  readonly state: string
  readonly detail: string | undefined
  readonly text: string
  readonly citations: readonly Citation[]
  readonly cards: readonly TurnCard[]
  readonly notices: readonly string[]
  readonly confirmations: readonly Confirmation[]
}

export interface Thread {
  readonly turns: readonly Turn[]
  readonly live: Live | undefined
  /** Why the last request was refused. */
  readonly problem: Problem | undefined
}

export type Action =
  | { readonly kind: 'loaded'; readonly turns: readonly Turn[] }
  | { readonly kind: 'asked'; readonly request: Request; readonly agentName: string | undefined }
  | { readonly kind: 'event'; readonly event: StreamEvent }
  | { readonly kind: 'read'; readonly turn: Turn }
  | { readonly kind: 'refused'; readonly problem: Problem; readonly turns: readonly Turn[] }
  | { readonly kind: 'brokeOff' }

export const EMPTY: Thread = { turns: [], live: undefined, problem: undefined }

const begun = (prompt: Live['prompt'], agentName: string | undefined): Live => ({
  turnId: undefined,
  prompt,
  agentName,
  state: 'checking',
  detail: undefined,
  text: '',
  citations: [],
  cards: [],
  notices: [],
  confirmations: [],
})

const resumed = ({ id, prompt, agentName, text, citations, cards, notices }: Turn): Live => ({
  ...begun(prompt, agentName ?? undefined),
  turnId: id,
  text,
  citations,
  cards,
  notices,
})

/** The conversation on the page after something has happened. */
export function after(thread: Thread, action: Action): Thread {
  const { turns, live } = thread
  switch (action.kind) {
    case 'loaded': {
      const last = action.turns.at(-1)
      const isRunning = last?.status === 'running'
      return {
        turns: isRunning ? action.turns.slice(0, -1) : action.turns,
        live: isRunning ? resumed(last) : undefined,
        problem: undefined,
      }
    }
    case 'asked':
      return asked(turns, action.request, action.agentName)
    case 'event':
      return live === undefined ? thread : afterEvent(thread, live, action.event)
    case 'read': {
      const { turn } = action
      if (turn.status === 'running') return { ...thread, live: resumed(turn) }
      return { turns: [...turns.filter(({ id }) => id !== turn.id), turn], live: undefined, problem: undefined }
    }
    case 'refused':
      return { turns: action.turns, live: undefined, problem: action.problem }
    case 'brokeOff':
      return { ...thread, live: undefined }
  }
}

function asked(turns: readonly Turn[], request: Request, agentName: string | undefined): Thread {
  if (request.kind === 'ask') {
    const { text, additions } = request
    return { turns, live: begun({ text, additions }, agentName), problem: undefined }
  }
  const at = turns.findIndex(({ id }) => id === request.turnId)
  const turn = turns[at]
  if (!turn) return { turns, live: undefined, problem: undefined }
  const before = turns.slice(0, at)
  if (request.kind === 'decide') return { turns: before, live: resumed(turn), problem: undefined }
  const prompt = request.kind === 'edit' ? { text: request.text, additions: request.additions } : turn.prompt
  return { turns: before, live: begun(prompt, turn.agentName ?? undefined), problem: undefined }
}

function afterEvent(thread: Thread, live: Live, event: StreamEvent): Thread {
  const going = (change: Partial<Live>): Thread => ({ ...thread, live: { ...live, ...change } })
  switch (event.name) {
    case 'turn':
      return going({ turnId: event.turnId })
    case 'state':
      return going({ state: event.state, detail: event.detail })
    case 'text':
      return going({ text: live.text + event.delta })
    case 'replace':
      return going({ text: event.text })
    case 'citation':
      return going({ citations: [...live.citations.filter(({ n }) => n !== event.citation.n), event.citation] })
    case 'card':
      return going({ cards: [...live.cards, event.card] })
    case 'confirmation':
      return going({ confirmations: [...live.confirmations, event.confirmation] })
    case 'notice':
      return going({ notices: [...live.notices, event.text] })
    case 'done':
    case 'error':
      return { turns: [...thread.turns, event.turn], live: undefined, problem: undefined }
    default:
      // A later server may tell more than this page knows.
      return thread
  }
}
