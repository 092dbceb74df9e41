import { MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { ConnectionDetail } from '../../api/types.ts'
import { count } from '../../lib/count.ts'
import { progressOf, useLive, vectorProgressOf } from '../../live.tsx'
import { text } from '../../messages.ts'
import { Chip } from '../../parts/Chip.tsx'
import { CodeLine } from '../../parts/Code.tsx'
import { FillBar } from '../../parts/FillBar.tsx'
import { When } from '../../parts/When.tsx'
import { StateBadge } from './StateBadge.tsx'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '24px' },
  figures: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))', gap: '12px', margin: 0 },
  figure: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    padding: '16px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  figureName: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  figureValue: {
    margin: 0,
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
    '@media (max-width: 720px)': { fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500 },
  },
  bad: { color: tokens.colorStatusDangerForeground1 },
  facts: {
    margin: 0,
    display: 'grid',
    gridTemplateColumns: 'minmax(112px, 200px) minmax(0, 1fr)',
    maxWidth: '720px',
    '@media (max-width: 720px)': { gridTemplateColumns: '112px minmax(0, 1fr)' },
  },
  cell: {
    margin: 0,
    paddingBlock: '10px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
    minWidth: 0,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  operation: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: '12px', rowGap: '4px' },
  operations: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '4px' },
})

export function Overview({ detail }: { readonly detail: ConnectionDetail }) {
  const styles = useStyles()
  const { pulses } = useLive()
  const progress = progressOf(detail, pulses)
  const vectorProgress = vectorProgressOf(detail, pulses)
  const vectorProblem = pulses.get(detail.uid)?.vectors?.problem
  const { received, indexed, vectors, refused } = detail.counts
  return (
    <div className={styles.root}>
      {detail.isServed ? null : (
        <MessageBar intent="warning">
          <MessageBarBody>{text.connections.switchedOff}</MessageBarBody>
        </MessageBar>
      )}
      {progress ? <FillBar label={text.fill.label} progress={progress} /> : null}
      {vectorProgress ? <FillBar label={text.fill.vectors} progress={vectorProgress} /> : null}
      {vectorProgress && vectorProblem ? (
        <MessageBar intent="warning">
          <MessageBarBody>{text.connections.vectorProblem(vectorProblem)}</MessageBarBody>
        </MessageBar>
      ) : null}
      <dl className={styles.figures}>
        <Figure name={text.connections.received}>{count(received)}</Figure>
        <Figure name={text.connections.indexed}>{count(indexed)}</Figure>
        {vectors === undefined ? null : <Figure name={text.connections.vectors}>{count(vectors)}</Figure>}
        <Figure name={text.connections.refused} isBad={refused > 0}>
          {count(refused)}
        </Figure>
        <Figure name={text.connections.lastChange}>
          {detail.lastChangeAt ? <When at={detail.lastChangeAt} /> : text.connections.never}
        </Figure>
      </dl>
      <dl className={styles.facts}>
        <Fact name={text.connections.state}>
          <StateBadge state={detail.state} />
        </Fact>
        <Fact name={text.connections.id}>
          <CodeLine value={detail.id} />
        </Fact>
        <Fact name={text.connections.owner}>
          {detail.ownerApp ? (
            <Chip kind="app" name={detail.ownerApp.displayName} detail={detail.ownerApp.appId} />
          ) : (
            text.unknown
          )}
        </Fact>
        <Fact name={text.connections.created}>
          <When at={detail.createdAt} />
        </Fact>
        {detail.toggle ? (
          <Fact name={text.connections.packaged}>
            {detail.toggle.connectorId},{' '}
            {text.connections.packagedStates[detail.toggle.state ?? ''] ?? text.connections.notRegistered}
          </Fact>
        ) : null}
        <Fact name={text.connections.operations}>
          {detail.operations.length === 0 ? (
            text.connections.noOperations
          ) : (
            <ul className={styles.operations}>
              {detail.operations.map((operation) => (
                <li key={operation.id} className={styles.operation}>
                  {text.connections.operationStates[operation.status] ?? operation.status}
                  {operation.error?.message ? `: ${operation.error.message}` : ''}
                  <CodeLine value={operation.id} />
                </li>
              ))}
            </ul>
          )}
        </Fact>
      </dl>
    </div>
  )
}

interface Named {
  readonly name: string
  readonly children: ReactNode
}

function Figure({ name, isBad = false, children }: Named & { readonly isBad?: boolean }) {
  const styles = useStyles()
  return (
    <div className={styles.figure}>
      <dt className={styles.figureName}>{name}</dt>
      <dd className={`${styles.figureValue} ${isBad ? styles.bad : ''}`}>{children}</dd>
    </div>
  )
}

function Fact({ name, children }: Named) {
  const styles = useStyles()
  return (
    <>
      <dt className={`${styles.cell} ${styles.quiet}`}>{name}</dt>
      <dd className={styles.cell}>{children}</dd>
    </>
  )
}
