import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { ConnectionDetail } from '../../api/types.ts'
import { text } from '../../messages.ts'
import { Chip } from '../../parts/Chip.tsx'
import { JsonBlock } from '../../parts/Code.tsx'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '28px', maxWidth: '720px' },
  section: { display: 'flex', flexDirection: 'column', gap: '8px' },
  heading: { margin: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  chips: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
})

/** Which apps may fill the connection, and the settings that they sent. */
export function AccessTab({ detail }: { readonly detail: ConnectionDetail }) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <Section title={text.connections.apps} lead={text.connections.appsLead}>
        {detail.authorisedApps.length === 0 ? (
          <Text>{text.connections.noApps}</Text>
        ) : (
          <div className={styles.chips}>
            {detail.authorisedApps.map((app) => (
              <Chip key={app.appId} kind="app" name={app.displayName} detail={app.appId} />
            ))}
          </div>
        )}
      </Section>
      <Section title={text.connections.resolvers} lead={text.connections.resolversLead}>
        {detail.activitySettings ? (
          <JsonBlock value={detail.activitySettings} />
        ) : (
          <Text>{text.connections.notSet}</Text>
        )}
      </Section>
      <Section title={text.connections.templates} lead={text.connections.templatesLead}>
        {detail.searchSettings ? <JsonBlock value={detail.searchSettings} /> : <Text>{text.connections.notSet}</Text>}
      </Section>
    </div>
  )
}

interface SectionProps {
  readonly title: string
  readonly lead: string
  readonly children: ReactNode
}

function Section({ title, lead, children }: SectionProps) {
  const styles = useStyles()
  return (
    <section className={styles.section}>
      <Text as="h2" size={400} weight="semibold" className={styles.heading}>
        {title}
      </Text>
      <Text className={styles.quiet}>{lead}</Text>
      {children}
    </section>
  )
}
