import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import { createResultType, deleteResultType, orderResultTypes, readResultTypes } from '../../api/endpoints.ts'
import type { Problem } from '../../api/http.ts'
import type { ResultType, ResultTypeList } from '../../api/types.ts'
import { AddRegular, ArrowUndoRegular, CardUiRegular } from '../../icons.ts'
import { withParams } from '../../lib/address.ts'
import { isSlow, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { ForRoles } from '../../parts/ForRoles.tsx'
import { Lines } from '../../parts/Lines.tsx'
import { Notice } from '../../parts/Notice.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { SidePanel } from '../../parts/SidePanel.tsx'
import { hasRole, SEARCH_ROLES, SEARCH_WRITERS, useMe } from '../../session.tsx'
import { Editor } from './Editor.tsx'
import { Order } from './Order.tsx'

const useStyles = makeStyles({ bar: { paddingBlock: '4px' } })

/** How results look: what an administrator chose, in the order in which it is tried. Contract: connectors 7.3. */
export default function ResultTypesPage() {
  if (hasRole(useMe(), SEARCH_ROLES)) return <ResultTypes />
  return (
    <Page title={text.resultTypes.title}>
      <ForRoles roles={SEARCH_ROLES}>{null}</ForRoles>
    </Page>
  )
}

/** How long a deletion can be taken back here, in milliseconds. */
const UNDO_TIME = 10_000

interface Deleted {
  readonly resultType: ResultType
  readonly position: number
}

function ResultTypes() {
  const styles = useStyles()
  const mayWrite = hasRole(useMe(), SEARCH_WRITERS)
  const { resource, reload, refresh } = useResource('result-types', readResultTypes)
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
  const remove = async (resultType: ResultType, position: number) => {
    const outcome = await deleteResultType(resultType.id)
    if (outcome.ok) setDeleted({ resultType, position })
    done(outcome)
  }
  const undo = async ({ resultType: { id: _id, ...asked }, position }: Deleted) => {
    setDeleted(undefined)
    done(await createResultType({ ...asked, position }))
  }

  return (
    <Page
      title={text.resultTypes.title}
      lead={text.resultTypes.lead}
      actions={
        mayWrite && list && list.connections.length > 0 ? (
          <Button appearance="primary" icon={<AddRegular />} onClick={() => open('new')}>
            {text.resultTypes.add}
          </Button>
        ) : null
      }
    >
      {problem ? <ProblemView problem={problem} /> : null}
      {deleted ? (
        <MessageBar intent="success" className={styles.bar}>
          <MessageBarBody>{text.resultTypes.deleted(deleted.resultType.name)}</MessageBarBody>
          <MessageBarActions>
            <Button size="small" icon={<ArrowUndoRegular />} onClick={() => void undo(deleted)}>
              {text.resultTypes.undo}
            </Button>
          </MessageBarActions>
        </MessageBar>
      ) : null}
      {resource.state === 'failed' ? <ProblemView problem={resource.problem} onRetry={reload} /> : null}
      {isSlow(resource) ? <Lines blocks={4} /> : null}
      {list?.connections.length === 0 ? (
        <Notice icon={<CardUiRegular />} title={text.resultTypes.nothingTitle}>
          <p style={{ margin: 0 }}>{text.resultTypes.nothing}</p>
        </Notice>
      ) : null}
      {list && list.connections.length > 0 ? (
        <Order
          list={list}
          mayWrite={mayWrite}
          onOpen={open}
          onOrder={async (ids) => done(await orderResultTypes(ids))}
          onDelete={(resultType, position) => void remove(resultType, position)}
        />
      ) : null}
      {list ? <Panel list={list} opened={opened} onClose={() => open(undefined)} onDone={refresh} /> : null}
    </Page>
  )
}

interface PanelProps {
  readonly list: ResultTypeList
  readonly opened: string | undefined
  readonly onClose: () => void
  readonly onDone: () => void
}

function Panel({ list, opened, onClose, onDone }: PanelProps) {
  const known = list.value.find(({ id }) => id === opened)
  const isOpen = known !== undefined || opened === 'new'
  return (
    <SidePanel title={known ? text.resultTypes.edit : text.resultTypes.add} isOpen={isOpen} onClose={onClose}>
      <Editor
        key={opened}
        resultType={known}
        connections={list.connections}
        onDone={() => {
          onClose()
          onDone()
        }}
      />
    </SidePanel>
  )
}
