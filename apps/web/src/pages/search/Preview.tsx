import { Link, makeStyles, Text, tokens } from '@fluentui/react-components'
import { readItem } from '../../api/endpoints.ts'
import type { ItemView } from '../../api/types.ts'
import { OpenRegular } from '../../icons.ts'
import { type OpenItem, webAddress } from '../../lib/address.ts'
import { isDateTime } from '../../lib/time.ts'
import { isSlow, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { Chip } from '../../parts/Chip.tsx'
import { Lines } from '../../parts/Lines.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { SidePanel } from '../../parts/SidePanel.tsx'
import { When } from '../../parts/When.tsx'
import { WhyLink } from '../../parts/WhyLink.tsx'
import { readable } from './hit.ts'

const useStyles = makeStyles({
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '16px' },
  out: { display: 'inline-flex', alignItems: 'center', gap: '6px' },
  section: { display: 'flex', flexDirection: 'column', gap: '12px' },
  heading: { margin: 0 },
  paragraph: { margin: 0, whiteSpace: 'pre-line', overflowWrap: 'anywhere', lineHeight: tokens.lineHeightBase400 },
  list: { margin: 0, display: 'grid', gridTemplateColumns: 'minmax(120px, 2fr) minmax(0, 5fr)', rowGap: '0' },
  cell: {
    margin: 0,
    paddingBlock: '8px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
  },
  name: { color: tokens.colorNeutralForeground3, paddingRight: '12px' },
  quiet: { color: tokens.colorNeutralForeground3 },
})

interface Props {
  readonly item: OpenItem | undefined
  readonly whyTo: string
  readonly onClose: () => void
}

/** An item as text: its content, its properties, and the way to the source. */
export function Preview({ item, whyTo, onClose }: Props) {
  const { resource, reload } = useResource(item && JSON.stringify(item), (signal) =>
    readItem(item?.connectionId ?? '', item?.itemId ?? '', signal),
  )
  const title = resource.state === 'ready' ? (resource.value.title ?? text.search.untitled) : text.item.panel
  return (
    <SidePanel title={title} isOpen={item !== undefined} onClose={onClose}>
      {resource.state === 'failed' ? <ProblemView problem={resource.problem} onRetry={reload} /> : null}
      {isSlow(resource) ? <Lines blocks={3} /> : null}
      {resource.state === 'ready' ? <Item view={resource.value} whyTo={whyTo} /> : null}
    </SidePanel>
  )
}

function Item({ view, whyTo }: { readonly view: ItemView; readonly whyTo: string }) {
  const styles = useStyles()
  const modifiedAt = readable(new Map(Object.entries(view.labels)).get('lastModifiedDateTime'))
  // Annotations such as `tags@odata.type` speak to programs.
  const properties = Object.entries(view.properties).filter(([name]) => !name.includes('@'))
  const source = webAddress(view.url ?? undefined)
  const paragraphs = view.content
    .split(/\n\s*\n/)
    .map((paragraph, at) => ({ key: at, paragraph: paragraph.trim() }))
    .filter(({ paragraph }) => paragraph !== '')
  return (
    <>
      <div className={styles.facts}>
        <Chip kind="connection" name={view.connectionName} detail={view.connectionId} />
        {modifiedAt ? (
          <span>
            {text.item.changed} <When at={modifiedAt} />
          </span>
        ) : null}
      </div>
      <div className={styles.actions}>
        {source ? (
          <Link href={source.href} target="_blank" rel="noopener noreferrer" className={styles.out}>
            {text.item.openAtSource(source.host)} <OpenRegular aria-hidden />
          </Link>
        ) : (
          <Text className={styles.quiet}>{text.item.noLink}</Text>
        )}
        <WhyLink to={whyTo} about={view.title ?? view.itemId} />
      </div>
      <section className={styles.section} aria-label={text.item.content}>
        {paragraphs.length === 0 ? <Text className={styles.quiet}>{text.item.noContent}</Text> : null}
        {paragraphs.map(({ key, paragraph }) => (
          <p key={key} className={styles.paragraph}>
            {paragraph}
          </p>
        ))}
      </section>
      {properties.length > 0 ? (
        <section className={styles.section}>
          <Text as="h3" weight="semibold" className={styles.heading}>
            {text.item.properties}
          </Text>
          <dl className={styles.list}>
            {properties.map(([name, value]) => [
              <dt key={`${name}-name`} className={`${styles.cell} ${styles.name}`}>
                {name}
              </dt>,
              <dd key={`${name}-value`} className={styles.cell}>
                {isDateTime(value) ? <When at={value} /> : (readable(value) ?? '–')}
              </dd>,
            ])}
          </dl>
        </section>
      ) : null}
    </>
  )
}
