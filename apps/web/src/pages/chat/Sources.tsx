import { Link, makeStyles, Text, tokens } from '@fluentui/react-components'
import type { Citation } from '../../api/chat.ts'
import { webAddress } from '../../lib/address.ts'
import { text } from '../../messages.ts'
import { WayOut } from '../../parts/WayOut.tsx'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '8px' },
  entry: { display: 'flex', gap: '8px', minWidth: 0, fontSize: tokens.fontSizeBase200 },
  number: {
    flexShrink: 0,
    minWidth: '20px',
    height: '20px',
    textAlign: 'center',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
  },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  facts: { display: 'flex', flexWrap: 'wrap', columnGap: '12px', color: tokens.colorNeutralForeground3 },
  inline: { fontSize: 'inherit', lineHeight: 'inherit' },
})

interface Props {
  readonly citations: readonly Citation[]
  readonly onPreview: (item: NonNullable<Citation['item']>) => void
}

/** The sources that an answer cites, each with the way to it. */
export function Sources({ citations, onPreview }: Props) {
  const styles = useStyles()
  if (citations.length === 0) return null
  return (
    <ol className={styles.list} aria-label={text.chat.sources}>
      {citations.map((citation) => (
        <li key={citation.n} className={styles.entry}>
          <span className={styles.number} aria-hidden>
            {citation.n}
          </span>
          <div className={styles.words}>
            <Text size={200} weight="semibold">
              {citation.title}
            </Text>
            <span className={styles.facts}>
              {citation.isGone ? <span>{text.chat.gone}</span> : null}
              {citation.subtitle ? <span>{citation.subtitle}</span> : null}
              {citation.from ? <span>{citation.from}</span> : null}
              {citation.item ? (
                <Link as="button" className={styles.inline} onClick={() => citation.item && onPreview(citation.item)}>
                  {text.chat.preview}
                </Link>
              ) : null}
              <Address citation={citation} />
            </span>
          </div>
        </li>
      ))}
    </ol>
  )
}

function Address({ citation: { url, isOwnContent } }: { readonly citation: Citation }) {
  const address = webAddress(url)
  return address ? <WayOut address={address} label={text.chat.openAt(address.host)} isOwn={isOwnContent} /> : null
}
