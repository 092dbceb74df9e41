// Questions to chat, as the page asks them, and what came back.

export interface Confirmation {
  readonly callId: string
  readonly title: string
  readonly functionName: string
  readonly arguments: Readonly<Record<string, unknown>>
}

export interface Turn {
  readonly id: string
  readonly status: string
  readonly text: string
  readonly citations: readonly { readonly n: number; readonly title: string; readonly url?: string }[]
  readonly confirmations: readonly Confirmation[]
  readonly error: { readonly message: string } | null
}

export interface Chat {
  ask(text: string): Promise<Turn>
  /** Allows once what the turn waits for. */
  allow(turn: Turn): Promise<Turn>
}

/** A conversation of its own, with an agent or without. */
export async function openChat(base: string, token: string, agentId?: string): Promise<Chat> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const post = async (path: string, body: object) => {
    const response = await fetch(`${base}/api/chat/conversations${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`The chat answered ${response.status}: ${await response.text()}`)
    return response
  }
  const turnOf = async (response: Response): Promise<Turn> => {
    const events = (await response.text()).split('\n\n')
    const last = events.findLast((event) => /^event: (done|error)$/m.test(event)) ?? ''
    const { turn } = JSON.parse(/^data: (.*)$/m.exec(last)?.[1] ?? '{}') as { turn?: Turn }
    if (!turn) throw new Error('The answer of the chat broke off.')
    return turn
  }
  const conversation = (await (await post('', agentId === undefined ? {} : { agentId })).json()) as { id: string }
  return {
    ask: async (text) => turnOf(await post(`/${conversation.id}/turns`, { text })),
    allow: async ({ id, confirmations }) => {
      const decisions = confirmations.map(({ callId }) => ({ callId, decision: 'allowOnce' }))
      return turnOf(await post(`/${conversation.id}/turns/${id}/decisions`, { decisions }))
    },
  }
}
