import {
  Button,
  CounterBadge,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Text,
  Tooltip,
  tokens,
} from '@fluentui/react-components'
import { PulseRegular } from '../icons.ts'
import { useLive } from '../live.tsx'
import { text } from '../messages.ts'
import { FillBar } from '../parts/FillBar.tsx'
import { InnerLink } from '../parts/links.tsx'

const useStyles = makeStyles({
  button: { position: 'relative' },
  badge: { position: 'absolute', top: '0', right: '0', pointerEvents: 'none' },
  surface: { display: 'flex', flexDirection: 'column', gap: '16px', width: '320px', maxWidth: 'calc(100vw - 48px)' },
  quiet: { color: tokens.colorNeutralForeground3 },
})

/** What the server is busy with, from any page. Shown only while there is something. */
export function RunningWork() {
  const styles = useStyles()
  const { pulses } = useLive()
  const running = [...pulses.values()].filter(({ counts }) => counts.indexed < counts.received)
  if (running.length === 0) return null
  return (
    <Popover withArrow trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Tooltip content={text.shell.runningWork(running.length)} relationship="label">
          <Button
            appearance="subtle"
            className={styles.button}
            icon={
              <>
                <PulseRegular />
                <CounterBadge count={running.length} size="small" className={styles.badge} aria-hidden />
              </>
            }
          />
        </Tooltip>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={text.shell.runningWork(running.length)}>
        {running.map((pulse) => (
          <div key={pulse.uid}>
            <InnerLink to={`/connections/${pulse.id}`}>{pulse.id}</InnerLink>
            <FillBar
              progress={{
                received: pulse.counts.received,
                indexed: pulse.counts.indexed,
                rate: pulse.rate,
                etaSeconds: pulse.etaSeconds,
              }}
            />
          </div>
        ))}
        <Text size={200} className={styles.quiet}>
          {text.shell.workHint}
        </Text>
      </PopoverSurface>
    </Popover>
  )
}
