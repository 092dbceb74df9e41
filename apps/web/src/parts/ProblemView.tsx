import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import type { Problem } from '../api/http.ts'
import { text } from '../messages.ts'
import { CopyButton } from './CopyButton.tsx'

const useStyles = makeStyles({
  body: { display: 'block', paddingBlock: '8px', whiteSpace: 'normal' },
  line: { display: 'block', marginTop: '4px' },
  facts: { display: 'block', marginTop: '8px', color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
})

interface Props {
  readonly problem: Problem
  readonly onRetry?: () => void
}

/** What happened, what to do, and what to hand to whoever helps. */
export function ProblemView({ problem, onRetry }: Props) {
  const styles = useStyles()
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody className={styles.body}>
        <MessageBarTitle>{text.problem.title}</MessageBarTitle>
        <Text className={styles.line}>{problem.message}</Text>
        {isUntouched(problem) ? <Text className={styles.line}>{text.problem.kept}</Text> : null}
        {problem.fix ? <Text className={styles.line}>{problem.fix}</Text> : null}
        <Text className={styles.facts} size={200} font="monospace">
          {problem.code}
          {problem.requestId ? ` · ${problem.requestId}` : ''}
        </Text>
      </MessageBarBody>
      <MessageBarActions>
        {onRetry ? (
          <Button size="small" onClick={onRetry}>
            {text.problem.retry}
          </Button>
        ) : null}
        <CopyButton value={detailsOf(problem)} label={text.problem.copy} isWordy appearance="secondary" />
      </MessageBarActions>
    </MessageBar>
  )
}

/** A change that was refused left everything as it was; after any other failure nobody knows. */
function isUntouched({ request, status }: Problem): boolean {
  return /^(PUT|PATCH|DELETE) /.test(request) && status >= 400 && status < 500
}

function detailsOf(problem: Problem): string {
  return JSON.stringify({ at: new Date().toISOString(), ...problem }, null, 2)
}
