import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Badge,
  makeStyles,
  mergeClasses,
  Text,
  tokens,
} from '@fluentui/react-components'
import { readTrace, type Trace as TraceOf } from '../../api/chat.ts'
import { isSlow, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { JsonBlock } from '../../parts/Code.tsx'
import { Lines } from '../../parts/Lines.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { SidePanel } from '../../parts/SidePanel.tsx'

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: '8px' },
  heading: { margin: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '8px' },
  row: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) auto', gap: '4px 12px', overflowWrap: 'anywhere' },
  track: { gridColumn: '1 / -1', height: '4px', borderRadius: '2px', backgroundColor: tokens.colorNeutralBackground4 },
  bar: { height: '100%', borderRadius: '2px', backgroundColor: tokens.colorBrandBackground },
  steps: { display: 'block' },
  wide: { gridColumn: '1 / -1' },
  weak: { backgroundColor: tokens.colorNeutralForeground4 },
})

interface Props {
  readonly conversationId: string
  readonly turnId: string | undefined
  readonly onClose: () => void
}

/** How an answer came about: the steps with their times, what was looked at, what was called, the prompt, the budget. */
export function Trace({ conversationId, turnId, onClose }: Props) {
  const { resource, reload } = useResource(turnId && `trace ${conversationId} ${turnId}`, (signal) =>
    readTrace(conversationId, turnId ?? '', signal),
  )
  return (
    <SidePanel title={text.chat.trace.title} isOpen={turnId !== undefined} onClose={onClose}>
      {resource.state === 'failed' ? <ProblemView problem={resource.problem} onRetry={reload} /> : null}
      {isSlow(resource) ? <Lines blocks={3} /> : null}
      {resource.state === 'ready' ? <TraceView trace={resource.value} /> : null}
    </SidePanel>
  )
}

export function TraceView({ trace }: { readonly trace: TraceOf }) {
  const styles = useStyles()
  const words = text.chat.trace
  const { model, agent, workers = [], spent, steps, candidates, sources, calls, prompt, isTainted } = trace
  const longest = Math.max(1, ...steps.map(({ ms }) => ms))
  const best = Math.max(Number.MIN_VALUE, ...candidates.map(({ score }) => score))
  return (
    <>
      <section className={styles.section}>
        <Text>{words.summary({ model, ms: Math.round(spent.ms) })}</Text>
        {agent ? <Text>{words.agent(agent.name, agent.version)}</Text> : null}
        {workers.length > 0 ? <Text>{words.workers(workers)}</Text> : null}
        <Text className={styles.quiet}>{words.budget(spent)}</Text>
        {isTainted ? <Text className={styles.quiet}>{words.tainted}</Text> : null}
      </section>
      <section className={styles.section}>
        <Text as="h3" weight="semibold" className={styles.heading}>
          {words.steps}
        </Text>
        <ol className={styles.list}>
          {steps.map(({ step, ms }, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step may come again; the list does not change
            <li key={n} className={styles.row}>
              <span>{words.stepNames[step] ?? step}</span>
              <span>{`${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`}</span>
              <Bar share={ms / longest} />
            </li>
          ))}
        </ol>
      </section>
      <section className={styles.section}>
        <Text as="h3" weight="semibold" className={styles.heading}>
          {words.candidates(candidates.length)}
        </Text>
        {candidates.length === 0 ? <Text className={styles.quiet}>{words.empty}</Text> : null}
        <ol className={styles.list}>
          {candidates.map(({ name, app, score, reason, matched = [], meaning, isOffered }) => (
            <li key={`${app} ${name}`} className={styles.row}>
              <span>{text.chat.call(app, name)}</span>
              <span>
                <Badge appearance={isOffered ? 'tint' : 'outline'} color={isOffered ? 'brand' : 'informative'}>
                  {isOffered ? words.offered : words.held}
                </Badge>{' '}
                {score.toFixed(3)}
              </span>
              <Text size={200} className={mergeClasses(styles.quiet, styles.wide)}>
                {reason}
                {matched.length > 0 ? <span className={styles.steps}>{words.matched(matched, meaning)}</span> : null}
              </Text>
              <Bar share={score / best} isWeak={!isOffered} />
            </li>
          ))}
        </ol>
      </section>
      <section className={styles.section}>
        <Text as="h3" weight="semibold" className={styles.heading}>
          {words.sources(sources.length)}
        </Text>
        {sources.length === 0 ? <Text className={styles.quiet}>{words.empty}</Text> : null}
        <ol className={styles.list}>
          {sources.map(({ n, title, from, isSuspicious }) => (
            <li key={n} className={styles.row}>
              <span>{`${n}. ${title}`}</span>
              <Text size={200} className={styles.quiet}>
                {from}
              </Text>
              {isSuspicious ? (
                <Badge appearance="tint" color="warning">
                  {words.suspicious}
                </Badge>
              ) : null}
            </li>
          ))}
        </ol>
      </section>
      <Accordion collapsible multiple>
        {calls.map((call) => (
          <AccordionItem key={call.id} value={call.id}>
            <AccordionHeader as="h3">
              {`${text.chat.call(call.appName, call.functionName)} · ${text.chat.callStates[call.state] ?? call.state}`}
            </AccordionHeader>
            <AccordionPanel>
              <JsonBlock value={call} />
            </AccordionPanel>
          </AccordionItem>
        ))}
        <AccordionItem value="prompt">
          <AccordionHeader as="h3">{words.prompt}</AccordionHeader>
          <AccordionPanel>
            {prompt === null ? <Text>{words.promptGone}</Text> : <JsonBlock value={prompt} />}
          </AccordionPanel>
        </AccordionItem>
        <AccordionItem value="raw">
          <AccordionHeader as="h3">{words.raw}</AccordionHeader>
          <AccordionPanel>
            <JsonBlock value={trace} />
          </AccordionPanel>
        </AccordionItem>
      </Accordion>
    </>
  )
}

function Bar({ share, isWeak = false }: { readonly share: number; readonly isWeak?: boolean }) {
  const styles = useStyles()
  const width = `${Math.max(1, Math.round(100 * Math.min(1, share)))}%`
  return (
    <span className={styles.track} aria-hidden>
      <span className={mergeClasses(styles.bar, isWeak && styles.weak)} style={{ width, display: 'block' }} />
    </span>
  )
}
