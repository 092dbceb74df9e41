import {
  Badge,
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import { createVertical, deleteVertical, orderVerticals, readVerticals } from '../../api/endpoints.ts'
import type { Problem } from '../../api/http.ts'
import type { Vertical, VerticalList } from '../../api/types.ts'
import { AddRegular, ArrowUndoRegular, DatabaseSearchRegular } from '../../icons.ts'
import { withParams } from '../../lib/address.ts'
import { isSlow, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { Connections } from '../../parts/Connections.tsx'
import { ForRoles } from '../../parts/ForRoles.tsx'
import { Lines } from '../../parts/Lines.tsx'
import { Notice } from '../../parts/Notice.tsx'
import { OrderedList } from '../../parts/OrderedList.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { SidePanel } from '../../parts/SidePanel.tsx'
import { hasRole, SEARCH_ROLES, SEARCH_WRITERS, useMe } from '../../session.tsx'
import { Editor } from './Editor.tsx'

const useStyles = makeStyles({
  bar: { paddingBlock: '4px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  code: { fontFamily: tokens.fontFamilyMonospace },
  name: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
})

/** Places to search in, under names of their own. Contract: connectors 7.3. */
export default function VerticalsPage() {
  if (hasRole(useMe(), SEARCH_ROLES)) return <Verticals />
  return (
    <Page title={text.verticals.title}>
      <ForRoles roles={SEARCH_ROLES}>{null}</ForRoles>
    </Page>
  )
}

/** How long a deletion can be taken back here, in milliseconds. */
const UNDO_TIME = 10_000

interface Deleted {
  readonly vertical: Vertical
  readonly position: number
}

function Verticals() {
  const styles = useStyles()
  const mayWrite = hasRole(useMe(), SEARCH_WRITERS)
  const { resource, reload, refresh } = useResource('verticals-of-all', readVerticals)
  const [params, setParams] = useSearchParams()
  const [problem, setProblem] = useState<Problem>()
  const [deleted, setDeleted] = useState<Deleted>()
  const list = resource.state === 'ready' ? resource.value : undefined
  const opened = params.get('edit') ?? undefined
  const open = (id: string | undefined) => setParams((now) => withParams(now, { edit: id }))

  useEffect(() => {
    if (!deleted) return
    const timer = setTimeout(() => setDeleted(undefined), UNDO_TIME)
    return () => clearTimeout(timer)
  }, [deleted])

  const done = (outcome: { readonly ok: true } | { readonly ok: false; readonly problem: Problem }) => {
    setProblem(outcome.ok ? undefined : outcome.problem)
    refresh()
  }
  const remove = async (vertical: Vertical, position: number) => {
    const outcome = await deleteVertical(vertical.id)
    if (outcome.ok) setDeleted({ vertical, position })
    done(outcome)
  }
  const undo = async ({ vertical: { id: _id, ...asked }, position }: Deleted) => {
    setDeleted(undefined)
    done(await createVertical({ ...asked, position }))
  }

  return (
    <Page
      title={text.verticals.title}
      lead={text.verticals.lead}
      actions={
        mayWrite && list && list.connections.length > 0 ? (
          <Button appearance="primary" icon={<AddRegular />} onClick={() => open('new')}>
            {text.verticals.add}
          </Button>
        ) : null
      }
    >
      {problem ? <ProblemView problem={problem} /> : null}
      {deleted ? (
        <MessageBar intent="success" className={styles.bar}>
          <MessageBarBody>{text.verticals.deleted(deleted.vertical.name)}</MessageBarBody>
          <MessageBarActions>
            <Button size="small" icon={<ArrowUndoRegular />} onClick={() => void undo(deleted)}>
              {text.verticals.undo}
            </Button>
          </MessageBarActions>
        </MessageBar>
      ) : null}
      {resource.state === 'failed' ? <ProblemView problem={resource.problem} onRetry={reload} /> : null}
      {isSlow(resource) ? <Lines blocks={4} /> : null}
      {list?.value.length === 0 ? (
        <Notice icon={<DatabaseSearchRegular />} title={text.verticals.nothingTitle}>
          <p style={{ margin: 0 }}>
            {list.connections.length === 0 ? text.verticals.nothingToShow : text.verticals.nothing}
          </p>
        </Notice>
      ) : null}
      {list && list.value.length > 0 ? (
        <OrderedList
          texts={text.verticals}
          entries={list.value}
          mayWrite={mayWrite}
          show={({ name, state, connections, restriction }) => (
            <>
              <div className={styles.name}>
                <Text weight="semibold">{name}</Text>
                {state === 'disabled' ? (
                  <Badge appearance="tint" shape="rounded" color="informative">
                    {text.verticals.off}
                  </Badge>
                ) : null}
              </div>
              <Connections ids={connections} known={list.connections} none={text.verticals.noConnection} />
              {restriction ? (
                <Text size={200} className={styles.code}>
                  {restriction}
                </Text>
              ) : (
                <Text size={200} className={styles.quiet}>
                  {text.verticals.whole}
                </Text>
              )}
            </>
          )}
          onOpen={open}
          onOrder={async (ids) => done(await orderVerticals(ids))}
          onDelete={(vertical, position) => void remove(vertical, position)}
        />
      ) : null}
      {list ? <Panel list={list} opened={opened} onClose={() => open(undefined)} onDone={refresh} /> : null}
    </Page>
  )
}

interface PanelProps {
  readonly list: VerticalList
  readonly opened: string | undefined
  readonly onClose: () => void
  readonly onDone: () => void
}

function Panel({ list, opened, onClose, onDone }: PanelProps) {
  const known = list.value.find(({ id }) => id === opened)
  const isOpen = known !== undefined || opened === 'new'
  return (
    <SidePanel title={known ? text.verticals.edit : text.verticals.add} isOpen={isOpen} onClose={onClose}>
      <Editor
        key={opened}
        vertical={known}
        list={list}
        onDone={() => {
          onClose()
          onDone()
        }}
      />
    </SidePanel>
  )
}
