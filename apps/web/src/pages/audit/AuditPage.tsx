import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useMemo } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { readAudit } from '../../api/endpoints.ts'
import type { AuditEntry } from '../../api/types.ts'
import { ArrowRightRegular, ClipboardTaskListLtrRegular } from '../../icons.ts'
import { withParams } from '../../lib/address.ts'
import { isoTime } from '../../lib/time.ts'
import { useDirectory } from '../../lib/useDirectory.ts'
import { isSlow, shownOf, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { type Column, DataTable } from '../../parts/DataTable.tsx'
import { ForRoles } from '../../parts/ForRoles.tsx'
import { Lines } from '../../parts/Lines.tsx'
import { InnerLink, LinkButton } from '../../parts/links.tsx'
import { Notice } from '../../parts/Notice.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { When } from '../../parts/When.tsx'
import { AUDIT_ROLES } from '../../session.tsx'
import { Actor } from './Actor.tsx'
import { EntryPanel } from './EntryPanel.tsx'

const useStyles = makeStyles({
  more: { display: 'flex', justifyContent: 'flex-end' },
  object: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
})

export default function AuditPage() {
  return (
    <Page title={text.audit.title} lead={text.audit.lead}>
      <ForRoles roles={AUDIT_ROLES}>
        <Changes />
      </ForRoles>
    </Page>
  )
}

function Changes() {
  const styles = useStyles()
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const after = params.get('after') ?? undefined
  const { resource, reload } = useResource(`audit ${after ?? ''}`, (signal) => readAudit(after, signal))
  const { names } = useDirectory(true)
  const columns = useColumns(params, names)
  if (resource.state === 'failed') return <ProblemView problem={resource.problem} onRetry={reload} />
  const page = shownOf(resource)
  if (!page) return isSlow(resource) ? <Lines blocks={5} /> : null
  if (page.value.length === 0) {
    return (
      <Notice icon={<ClipboardTaskListLtrRegular />} title={text.audit.emptyTitle}>
        <p style={{ margin: 0 }}>{text.audit.empty}</p>
      </Notice>
    )
  }
  return (
    <>
      <DataTable
        label={text.audit.title}
        columns={columns}
        rows={page.value}
        keyOf={({ id }) => id}
        sortedBy={{ id: 'at', descending: true }}
        file="changes"
      />
      {page.next ? (
        <div className={styles.more}>
          <LinkButton
            to={`/audit?${withParams(params, { after: String(page.next), entry: undefined })}`}
            icon={<ArrowRightRegular />}
            iconPosition="after"
          >
            {text.audit.older}
          </LinkButton>
        </div>
      ) : null}
      <EntryPanel
        names={names}
        entry={page.value.find(({ id }) => id === params.get('entry'))}
        onClose={() => void navigate(`/audit?${withParams(params, { entry: undefined })}`)}
      />
    </>
  )
}

function useColumns(params: URLSearchParams, names: ReadonlyMap<string, string>): readonly Column<AuditEntry>[] {
  const styles = useStyles()
  return useMemo(
    () => [
      {
        id: 'action',
        name: text.audit.action,
        plain: ({ action }) => text.audit.actions[action] ?? action,
        grow: 2,
        cell: ({ id, action }) => (
          <InnerLink to={`/audit?${withParams(params, { entry: id })}`}>
            {text.audit.actions[action] ?? action}
          </InnerLink>
        ),
      },
      {
        id: 'object',
        name: text.audit.object,
        plain: ({ object }) => `${text.audit.objects[object.type] ?? object.type} ${object.name ?? object.id}`,
        grow: 2,
        cell: ({ object }) => (
          <span className={styles.object}>
            <Text>{object.name ?? object.id}</Text>
            <Text size={200} className={styles.quiet}>
              {text.audit.objects[object.type] ?? object.type}
            </Text>
          </span>
        ),
      },
      {
        id: 'actor',
        name: text.audit.actor,
        plain: ({ actor }) => names.get(actor.id.toLowerCase()) ?? actor.name,
        grow: 2,
        isWideOnly: true,
        cell: ({ actor }) => <Actor actor={actor} names={names} />,
      },
      {
        id: 'at',
        name: text.audit.at,
        plain: ({ at }) => isoTime(at),
        cell: ({ at }) => <When at={at} />,
      },
    ],
    [params, names, styles],
  )
}
