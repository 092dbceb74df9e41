import { makeStyles } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  root: {
    minHeight: '100%',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    padding: '24px',
  },
})

/** One thing in the middle of an otherwise empty page. */
export function Centre({ children }: { readonly children: ReactNode }) {
  return <main className={useStyles().root}>{children}</main>
}
