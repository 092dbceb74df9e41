import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { QuestionCircleRegular, SearchRegular, ShieldKeyholeRegular } from '../../icons.ts'
import { text } from '../../messages.ts'

const useStyles = makeStyles({
  root: {
    listStyleType: 'none',
    margin: '32px 0 0',
    padding: '24px 0 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    display: 'grid',
    gridTemplateColumns: 'repeat(3, minmax(0, 1fr))',
    gap: '24px',
    width: '100%',
    '@media (max-width: 720px)': {
      gridTemplateColumns: 'minmax(0, 1fr)',
      gap: '16px',
      marginTop: '8px',
      paddingTop: '20px',
    },
  },
  tip: { display: 'flex', gap: '12px', alignItems: 'flex-start' },
  icon: { display: 'inline-flex', fontSize: '20px', color: tokens.colorBrandForeground1, paddingTop: '1px' },
  lines: { display: 'flex', flexDirection: 'column', gap: '2px' },
  quiet: { color: tokens.colorNeutralForeground3 },
})

const ICONS = { ask: <SearchRegular />, trimmed: <ShieldKeyholeRegular />, why: <QuestionCircleRegular /> }

/** What the empty search page has to tell. */
export function Tips() {
  const styles = useStyles()
  return (
    <ul className={styles.root}>
      {text.search.tips.map(({ key, title, body }) => (
        <li key={key} className={styles.tip}>
          <span className={styles.icon} aria-hidden>
            {ICONS[key]}
          </span>
          <span className={styles.lines}>
            <Text weight="semibold">{title}</Text>
            <Text size={200} className={styles.quiet}>
              {body}
            </Text>
          </span>
        </li>
      ))}
    </ul>
  )
}
