import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { AuditEntry } from '../../api/types.ts'
import { text } from '../../messages.ts'
import { CodeLine, JsonBlock } from '../../parts/Code.tsx'
import { SidePanel } from '../../parts/SidePanel.tsx'
import { When } from '../../parts/When.tsx'
import { Actor } from './Actor.tsx'

const useStyles = makeStyles({
  facts: {
    margin: 0,
    display: 'grid',
    gridTemplateColumns: '96px minmax(0, 1fr)',
    rowGap: '12px',
    alignItems: 'center',
  },
  value: { margin: 0, minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  section: { display: 'flex', flexDirection: 'column', gap: '8px' },
  heading: { margin: 0 },
})

interface Props {
  readonly entry: AuditEntry | undefined
  readonly names: ReadonlyMap<string, string>
  readonly onClose: () => void
}

/** One change: who, what, before and after. */
export function EntryPanel({ entry, names, onClose }: Props) {
  return (
    <SidePanel
      title={entry ? (text.audit.actions[entry.action] ?? entry.action) : text.audit.title}
      isOpen={entry !== undefined}
      onClose={onClose}
    >
      {entry ? <Entry entry={entry} names={names} /> : null}
    </SidePanel>
  )
}

function Entry({ entry, names }: { readonly entry: AuditEntry; readonly names: ReadonlyMap<string, string> }) {
  const styles = useStyles()
  return (
    <>
      <dl className={styles.facts}>
        <Fact name={text.audit.actor}>
          <Actor actor={entry.actor} names={names} />
        </Fact>
        <Fact name={text.audit.at}>
          <When at={entry.at} />
        </Fact>
        <Fact name={text.audit.object}>
          {entry.object.name ?? text.audit.objects[entry.object.type] ?? entry.object.type}
        </Fact>
        <Fact name={text.audit.objectId}>
          <CodeLine value={entry.object.id} />
        </Fact>
        <Fact name={text.audit.record}>
          <CodeLine value={entry.id} />
        </Fact>
      </dl>
      <Side title={text.audit.before} value={entry.before} />
      <Side title={text.audit.after} value={entry.after} />
    </>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  const styles = useStyles()
  return (
    <>
      <dt className={styles.quiet}>{name}</dt>
      <dd className={styles.value}>{children}</dd>
    </>
  )
}

function Side({ title, value }: { readonly title: string; readonly value: unknown }) {
  const styles = useStyles()
  return (
    <section className={styles.section}>
      <Text as="h3" weight="semibold" className={styles.heading}>
        {title}
      </Text>
      {value === undefined || value === null ? (
        <Text className={styles.quiet}>{text.audit.nothing}</Text>
      ) : (
        <JsonBlock value={value} />
      )}
    </section>
  )
}
