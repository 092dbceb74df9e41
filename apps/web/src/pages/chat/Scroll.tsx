import { makeStyles } from '@fluentui/react-components'
import { type ReactNode, useCallback, useEffect, useRef } from 'react'
import { text } from '../../messages.ts'

const useStyles = makeStyles({
  scroll: { flexGrow: 1, minHeight: 0, overflowY: 'auto' },
})

/** Follows what is written for as long as the reader is at the end; whoever scrolls up is left alone. */
export function Scroll({ follow, children }: { readonly follow: boolean; readonly children: ReactNode }) {
  const styles = useStyles()
  const root = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  useEffect(() => {
    const box = root.current
    const content = box?.firstElementChild
    if (!box || !content) return
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) box.scrollTop = box.scrollHeight
    })
    observer.observe(content)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    // A question that was just asked is looked at, wherever the reader was.
    if (follow) isAtEnd.current = true
  }, [follow])
  const onScroll = useCallback(() => {
    const box = root.current
    if (box) isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 48
  }, [])
  return (
    <div
      ref={root}
      className={styles.scroll}
      onScroll={onScroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label={text.chat.title}
    >
      {children}
    </div>
  )
}
