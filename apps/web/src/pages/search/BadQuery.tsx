import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, Text, tokens } from '@fluentui/react-components'
import { text } from '../../messages.ts'
import type { Misreading } from './misread.ts'

const useStyles = makeStyles({
  body: { display: 'block', paddingBlock: '8px', whiteSpace: 'normal' },
  line: { display: 'block', marginTop: '4px' },
  query: {
    display: 'block',
    marginTop: '8px',
    fontFamily: tokens.fontFamilyMonospace,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  place: {
    color: 'inherit',
    backgroundColor: 'transparent',
    textDecorationLine: 'underline',
    textDecorationStyle: 'wavy',
    textDecorationColor: tokens.colorStatusDangerForeground1,
    fontWeight: tokens.fontWeightBold,
  },
})

interface Props {
  readonly query: string
  readonly misreading: Misreading
  readonly fix: string | undefined
}

/** A query with a mistake: what, where, and what to write instead. */
export function BadQuery({ query, misreading: { reason, at }, fix }: Props) {
  const styles = useStyles()
  return (
    <MessageBar intent="warning" layout="multiline" role="alert">
      <MessageBarBody className={styles.body}>
        <MessageBarTitle>{text.badQuery.title}</MessageBarTitle>
        <Text className={styles.line}>
          {reason} {fix}
        </Text>
        <Text className={styles.line}>{text.badQuery.place(at + 1)}</Text>
        <span className={styles.query}>
          {query.slice(0, at)}
          <mark className={styles.place}>{query.slice(at, at + 1) || ` (${text.badQuery.end})`}</mark>
          {query.slice(at + 1)}
        </span>
      </MessageBarBody>
    </MessageBar>
  )
}
