import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, Text, tokens } from '@fluentui/react-components'
import type { TextPlace } from '../../api/http.ts'
import { text } from '../../messages.ts'
import { marked } from './misread.ts'

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
  /** At least one. */
  readonly misreadings: readonly TextPlace[]
}

/** A query with mistakes: what, where, and what to write instead. */
export function BadQuery({ query, misreadings }: Props) {
  const styles = useStyles()
  return (
    <MessageBar intent="warning" layout="multiline" role="alert">
      <MessageBarBody className={styles.body}>
        <MessageBarTitle>{text.badQuery.title}</MessageBarTitle>
        {misreadings.map(({ message, fix, start, character }) => (
          <Text key={`${start} ${message}`} className={styles.line}>
            {/* How the place would have been read all the same does not matter here: it was not. */}
            {text.badQuery.what(character, message.split(';')[0]?.replace(/\.$/, '') ?? '')} {fix}
          </Text>
        ))}
        <span className={styles.query}>
          {marked(query, misreadings).map(({ at, part, isWrong }) =>
            isWrong ? (
              <mark key={at} className={styles.place}>
                {part || ` (${text.badQuery.end})`}
              </mark>
            ) : (
              <span key={at}>{part}</span>
            ),
          )}
        </span>
      </MessageBarBody>
    </MessageBar>
  )
}
