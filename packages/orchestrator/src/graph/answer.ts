import type { Conversation } from '../conversation/types.ts'
import type { Citation, Turn } from '../turn/types.ts'

// Contract: connectors 6.3, the shapes of chat.

const INTERMEDIATE = 'Intermediate Conversation Update'
const NO_LABEL = {
  sensitivityLabelId: null,
  displayName: null,
  tooltip: null,
  priority: null,
  color: null,
  isEncrypted: null,
}

/** Seven fractional digits. */
export const graphTime = (ms: number): string => new Date(ms).toISOString().replace(/Z$/, '0000Z')

export const createdConversation = ({ id, createdAt, state }: Conversation): object => ({
  id,
  createdDateTime: graphTime(createdAt),
  displayName: '',
  status: 'active',
  state,
  turnCount: 0,
})

export function finalConversation(conversation: Conversation, turn: Turn, context: string): object {
  return {
    '@odata.context': context,
    id: conversation.id,
    createdDateTime: graphTime(conversation.createdAt),
    displayName: conversation.turnCount === 0 ? turn.prompt.text.slice(0, 200) : conversation.title,
    state: turn.status === 'refused' ? 'disengagedForRai' : conversation.state,
    turnCount: turn.position + 1,
    messages: [promptMessage(turn), answerMessage(turn, textOf(turn))],
  }
}

/** What has been written so far; undefined for the event without messages that comes last but one. */
export const intermediateConversation = (
  conversation: Conversation,
  turnId: string,
  text: string | undefined,
): object => ({
  id: conversation.id,
  createdDateTime: graphTime(conversation.createdAt),
  displayName: INTERMEDIATE,
  state: conversation.state,
  turnCount: 0,
  messages: text === undefined ? [] : [messageOf(turnId, conversation.changedAt, text)],
})

/** What a client reads that has no buttons: a refusal, an error or a question for a decision are said in words. */
export function textOf({ text, error, calls, status }: Turn): string {
  const waiting = calls.filter(({ state }) => state === 'waiting')
  const asks = waiting.map(({ confirmation }) =>
    confirmation === undefined
      ? ''
      : `“${confirmation.title}” needs your decision first. Open this conversation in Chat to allow or decline it.`,
  )
  const stopped = status === 'stopped' ? ['The answer was stopped.'] : []
  return [text, ...asks, ...(error === undefined ? [] : [error.message]), ...stopped]
    .filter((part) => part !== '')
    .join('\n\n')
}

const messageOf = (id: string, at: number, text: string) => ({
  '@odata.type': '#microsoft.graph.copilotConversationResponseMessage',
  id,
  text,
  createdDateTime: graphTime(at),
  adaptiveCards: [{}],
  attributions: [],
  sensitivityLabel: NO_LABEL,
})

const promptMessage = ({ id, prompt, createdAt }: Turn) => messageOf(`${id}:prompt`, createdAt, prompt.text)

const answerMessage = (turn: Turn, text: string) => ({
  ...messageOf(turn.id, turn.createdAt + turn.spent.ms, text),
  ...(turn.cards.length === 0 ? {} : { adaptiveCards: turn.cards.map(({ card }) => card) }),
  attributions: turn.citations.map(attributionOf),
  sensitivityLabel: labelOf(turn.citations),
})

const attributionOf = ({ title, url, iconUrl }: Citation) => ({
  attributionType: 'citation',
  providerDisplayName: title,
  attributionSource: 'grounding',
  seeMoreWebUrl: url ?? '',
  imageWebUrl: iconUrl ?? '',
  imageFavIcon: iconUrl ?? '',
  imageWidth: 0,
  imageHeight: 0,
})

/** Of several labels none is known to be the stricter one, so the first is told. Contract: connectors 7.6. */
function labelOf(citations: readonly Citation[]): object {
  const id = citations.find(({ sensitivityLabelId }) => sensitivityLabelId)?.sensitivityLabelId
  return id ? { ...NO_LABEL, sensitivityLabelId: id } : NO_LABEL
}
