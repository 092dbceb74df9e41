import { Component, type ReactNode } from 'react'
import { text } from '../messages.ts'
import { ProblemView } from './ProblemView.tsx'

interface Props {
  /** A new value gives the children another chance, for example the address. */
  readonly resetKey: string
  readonly children: ReactNode
}

interface State {
  readonly failure: unknown
  readonly resetKey: string
}

/** Keeps a page that breaks from taking the others with it. React asks for a class here. */
export class Boundary extends Component<Props, State> {
  override state: State = { failure: undefined, resetKey: this.props.resetKey }

  static getDerivedStateFromError(failure: unknown): Partial<State> {
    return { failure: failure ?? text.problem.unknown }
  }

  static getDerivedStateFromProps({ resetKey }: Props, state: State): Partial<State> | null {
    return resetKey === state.resetKey ? null : { failure: undefined, resetKey }
  }

  override render(): ReactNode {
    const { failure } = this.state
    if (failure === undefined) return this.props.children
    const request = `${window.location.pathname}: ${failure instanceof Error ? failure.message : String(failure)}`
    return (
      <div style={{ padding: 24 }}>
        <ProblemView
          problem={{ ...text.problem.page, status: 0, requestId: undefined, request }}
          onRetry={() => window.location.reload()}
        />
      </div>
    )
  }
}
