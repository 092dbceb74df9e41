import { makeStyles, tokens } from '@fluentui/react-components'
import { CopyButton } from './CopyButton.tsx'

const useStyles = makeStyles({
  line: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '8px',
    maxWidth: '100%',
    padding: '4px 4px 4px 12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
  },
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
    textAlign: 'start',
  },
  block: {
    margin: 0,
    padding: '12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
})

const LONGEST_SHOWN = 44

/** A command or an id to take along. A long id is shortened on the page and whole in the copy. */
export function CodeLine({ value }: { readonly value: string }) {
  const styles = useStyles()
  return (
    <span className={styles.line}>
      <code className={styles.code} title={value}>
        {shortened(value)}
      </code>
      <CopyButton value={value} />
    </span>
  )
}

export function JsonBlock({ value }: { readonly value: unknown }) {
  return <pre className={useStyles().block}>{JSON.stringify(value, null, 2)}</pre>
}

/** The beginning and the end of an id too long to read; whatever has spaces stays whole. */
const shortened = (value: string): string =>
  value.length > LONGEST_SHOWN && !value.includes(' ') ? `${value.slice(0, 16)}…${value.slice(-8)}` : value
