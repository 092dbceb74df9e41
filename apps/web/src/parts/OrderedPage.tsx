import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles } from '@fluentui/react-components'
import { Fragment, type ReactNode, useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Outcome, Problem } from '../api/http.ts'
import { AddRegular, ArrowUndoRegular } from '../icons.ts'
import { withParams } from '../lib/address.ts'
import { isSlow, useResource } from '../lib/useResource.ts'
import { hasRole, SEARCH_ROLES, SEARCH_WRITERS, useMe } from '../session.tsx'
import { ForRoles } from './ForRoles.tsx'
import { Lines } from './Lines.tsx'
import { type Entry, OrderedList, type OrderTexts } from './OrderedList.tsx'
import { Page } from './Page.tsx'
import { ProblemView } from './ProblemView.tsx'
import { SidePanel } from './SidePanel.tsx'

const useStyles = makeStyles({ bar: { paddingBlock: '4px' } })

/** How long a deletion can be taken back here, in milliseconds. */
const UNDO_TIME = 10_000

interface Texts extends OrderTexts {
  readonly title: string
  readonly lead: string
  readonly add: string
  readonly edit: string
  readonly deleted: (name: string) => string
  readonly undo: string
}

/** Entries in their order, and the connections that they can be made of. */
interface ListOf<T> {
  readonly value: readonly T[]
  readonly connections: readonly unknown[]
}

interface Props<T extends Entry, List extends ListOf<T>> {
  /** Of the resource. */
  readonly name: string
  readonly texts: Texts
  readonly read: (signal?: AbortSignal) => Promise<Outcome<List>>
  readonly create: (asked: Omit<T, 'id'> & { readonly position: number }) => Promise<Outcome<unknown>>
  readonly remove: (id: string) => Promise<Outcome<unknown>>
  readonly order: (ids: readonly string[]) => Promise<Outcome<unknown>>
  /** What stands there instead of the entries while there are none to speak of. */
  readonly empty: (list: List) => ReactNode
  readonly show: (entry: T, list: List) => ReactNode
  /** What comes behind all entries. */
  readonly last?: ReactNode
  /** For one of them, or for a new one. */
  readonly editor: (list: List, known: T | undefined, onDone: () => void) => ReactNode
}

/** What administrators of search keep in an order: added, changed, moved, deleted and brought back. */
export function OrderedPage<T extends Entry, List extends ListOf<T>>(props: Props<T, List>) {
  if (hasRole(useMe(), SEARCH_ROLES)) return <Ordered {...props} />
  return (
    <Page title={props.texts.title}>
      <ForRoles roles={SEARCH_ROLES}>{null}</ForRoles>
    </Page>
  )
}

interface Deleted<T> {
  readonly entry: T
  readonly position: number
}

function Ordered<T extends Entry, List extends ListOf<T>>(props: Props<T, List>) {
  const { name, texts, read, create, remove, order, empty, show, last, editor } = props
  const styles = useStyles()
  const mayWrite = hasRole(useMe(), SEARCH_WRITERS)
  const { resource, reload, refresh } = useResource(name, read)
  const [params, setParams] = useSearchParams()
  const [problem, setProblem] = useState<Problem>()
  const [deleted, setDeleted] = useState<Deleted<T>>()
  const list = resource.state === 'ready' ? resource.value : undefined
  const instead = list && empty(list)
  const opened = params.get('edit') ?? undefined
  const open = (id: string | undefined) => setParams((now) => withParams(now, { edit: id }))
  const known = list?.value.find(({ id }) => id === opened)

  useEffect(() => {
    if (!deleted) return
    const timer = setTimeout(() => setDeleted(undefined), UNDO_TIME)
    return () => clearTimeout(timer)
  }, [deleted])

  const done = (outcome: Outcome<unknown>) => {
    setProblem(outcome.ok ? undefined : outcome.problem)
    refresh()
  }
  const forget = async (entry: T, position: number) => {
    const outcome = await remove(entry.id)
    if (outcome.ok) setDeleted({ entry, position })
    done(outcome)
  }
  const undo = async ({ entry: { id: _id, ...asked }, position }: Deleted<T>) => {
    setDeleted(undefined)
    done(await create({ ...asked, position }))
  }

  return (
    <Page
      title={texts.title}
      lead={texts.lead}
      actions={
        mayWrite && list && list.connections.length > 0 ? (
          <Button appearance="primary" icon={<AddRegular />} onClick={() => open('new')}>
            {texts.add}
          </Button>
        ) : null
      }
    >
      {problem ? <ProblemView problem={problem} /> : null}
      {deleted ? (
        <MessageBar intent="success" className={styles.bar}>
          <MessageBarBody>{texts.deleted(deleted.entry.name)}</MessageBarBody>
          <MessageBarActions>
            <Button size="small" icon={<ArrowUndoRegular />} onClick={() => void undo(deleted)}>
              {texts.undo}
            </Button>
          </MessageBarActions>
        </MessageBar>
      ) : null}
      {resource.state === 'failed' ? <ProblemView problem={resource.problem} onRetry={reload} /> : null}
      {isSlow(resource) ? <Lines blocks={4} /> : null}
      {instead}
      {list && !instead ? (
        <OrderedList
          texts={texts}
          entries={list.value}
          mayWrite={mayWrite}
          show={(entry) => show(entry, list)}
          last={last}
          onOpen={open}
          onOrder={async (ids) => done(await order(ids))}
          onDelete={(entry, position) => void forget(entry, position)}
        />
      ) : null}
      {list ? (
        <SidePanel
          title={known ? texts.edit : texts.add}
          isOpen={known !== undefined || opened === 'new'}
          onClose={() => open(undefined)}
        >
          <Fragment key={opened}>
            {editor(list, known, () => {
              open(undefined)
              refresh()
            })}
          </Fragment>
        </SidePanel>
      ) : null}
    </Page>
  )
}
