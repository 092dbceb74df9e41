import {
  Button,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
} from '@fluentui/react-components'
import { type ReactNode, useRef } from 'react'
import { DismissRegular } from '../icons.ts'
import { useIsNarrow } from '../lib/useMediaQuery.ts'
import { text } from '../messages.ts'

const useStyles = makeStyles({
  wide: { width: 'min(560px, 100vw)' },
  body: { paddingTop: '8px', paddingBottom: '32px', display: 'flex', flexDirection: 'column', gap: '24px' },
  title: { overflowWrap: 'anywhere' },
})

interface Props {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A panel at the side of the page; the whole width on a phone. */
export function SidePanel({ title, isOpen, onClose, children }: Props) {
  const styles = useStyles()
  const isNarrow = useIsNarrow()
  // What was shown stays while the panel slides away.
  const last = useRef({ title, children })
  if (isOpen) last.current = { title, children }
  return (
    <OverlayDrawer
      open={isOpen}
      position="end"
      size={isNarrow ? 'full' : 'medium'}
      {...(isNarrow ? {} : { className: styles.wide })}
      onOpenChange={(_, data) => {
        if (!data.open) onClose()
      }}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          className={styles.title}
          action={<Button appearance="subtle" aria-label={text.close} icon={<DismissRegular />} onClick={onClose} />}
        >
          {last.current.title}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody className={styles.body}>{last.current.children}</DrawerBody>
    </OverlayDrawer>
  )
}
