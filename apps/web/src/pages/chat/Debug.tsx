import { Card, Text } from '@fluentui/react-components'
import { readTrace, type Turn } from '../../api/chat.ts'
import { isSlow, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { Lines } from '../../parts/Lines.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { TraceView } from './Trace.tsx'

/** The card of the developer mode: what `-developer on` shows below each answer. Contract: plugins-and-packages 10.3. */
export function Debug({ turn }: { readonly turn: Turn }) {
  const { resource, reload } = useResource(`debug ${turn.id} ${turn.status}`, (signal) =>
    readTrace(turn.conversationId, turn.id, signal),
  )
  return (
    <Card role="group" aria-label={text.chat.trace.title}>
      <Text size={200} font="monospace">{`${turn.conversationId} · ${turn.id}`}</Text>
      {resource.state === 'failed' ? <ProblemView problem={resource.problem} onRetry={reload} /> : null}
      {isSlow(resource) ? <Lines blocks={2} /> : null}
      {resource.state === 'ready' ? <TraceView trace={resource.value} /> : null}
    </Card>
  )
}

const KEY = 'jumpseat.developer'
const COMMAND = /^-developer (on|off)$/i

/** What a prompt does to the developer mode; undefined for every other prompt. */
export function developerCommand(prompt: string): boolean | undefined {
  const [, word] = COMMAND.exec(prompt.trim()) ?? []
  return word === undefined ? undefined : word.toLowerCase() === 'on'
}

export function rememberedDeveloper(): boolean {
  try {
    return window.localStorage.getItem(KEY) === 'on'
  } catch {
    return false
  }
}

export function rememberDeveloper(isOn: boolean): void {
  try {
    window.localStorage.setItem(KEY, isOn ? 'on' : 'off')
  } catch {
    // Private windows may refuse: the choice then lasts for this page only.
  }
}
