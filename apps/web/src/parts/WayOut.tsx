import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Link,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import { OpenRegular } from '../icons.ts'
import type { WebAddress } from '../lib/address.ts'
import { text } from '../messages.ts'

const useStyles = makeStyles({
  link: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    fontSize: 'inherit',
    lineHeight: 'inherit',
    textAlign: 'start',
    overflowWrap: 'anywhere',
  },
  words: { display: 'flex', flexDirection: 'column', gap: '8px', overflowWrap: 'anywhere' },
  host: { margin: 0 },
  address: { maxHeight: '120px', overflowY: 'auto', color: tokens.colorNeutralForeground3 },
})

interface Props {
  readonly address: WebAddress
  /** Says where it leads. */
  readonly label: string
  /** The organisation gave the address itself: it is followed at once. */
  readonly isOwn?: boolean
}

/** A link out of the pages. One whose address something outside gave is followed only after its host was read. */
export function WayOut({ address, label, isOwn = false }: Props) {
  const styles = useStyles()
  const [isAsking, setAsking] = useState(false)
  const { href, host } = address
  const words = (
    <>
      <OpenRegular aria-hidden />
      {label}
    </>
  )
  if (isOwn)
    return (
      <Link href={href} target="_blank" rel="noopener noreferrer" className={styles.link}>
        {words}
      </Link>
    )
  return (
    <Dialog open={isAsking} onOpenChange={(_, data) => setAsking(data.open)}>
      <DialogTrigger disableButtonEnhancement>
        <Link as="button" className={styles.link}>
          {words}
        </Link>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{text.leave.title}</DialogTitle>
          <DialogContent className={styles.words}>
            <Text>{text.leave.lead}</Text>
            <Text as="p" size={400} weight="semibold" className={styles.host}>
              {host}
            </Text>
            <Text size={200} font="monospace" className={styles.address}>
              {href}
            </Text>
            {warningsOf(address).map((warning) => (
              <Text key={warning}>{warning}</Text>
            ))}
          </DialogContent>
          <DialogActions>
            <Button
              as="a"
              appearance="primary"
              href={href}
              target="_blank"
              rel="noopener noreferrer"
              onClick={() => setAsking(false)}
            >
              {text.leave.go(host)}
            </Button>
            <DialogTrigger disableButtonEnhancement>
              <Button>{text.leave.stay}</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}

// A table: what to look at twice before going there.
const WARNINGS: readonly { readonly holds: (address: WebAddress) => boolean; readonly words: string }[] = [
  { holds: ({ href }) => href.startsWith('http:'), words: text.leave.isOpen },
  { holds: ({ host }) => /(?:^|\.)xn--/.test(host), words: text.leave.isForeign },
  { holds: ({ host }) => /^(?:\[|[\d.]+(?::\d+)?$)/.test(host), words: text.leave.isNumber },
]

const warningsOf = (address: WebAddress) => WARNINGS.filter(({ holds }) => holds(address)).map(({ words }) => words)
