import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { text } from '../../messages.ts'
import { Mark } from '../../shell/Mark.tsx'

const useStyles = makeStyles({
  root: {
    minHeight: '100dvh',
    display: 'grid',
    gridTemplateColumns: 'minmax(320px, 5fr) minmax(0, 8fr)',
    backgroundColor: tokens.colorNeutralBackground1,
    '@media (max-width: 720px)': { gridTemplateColumns: 'minmax(0, 1fr)', gridTemplateRows: 'auto 1fr' },
  },
  side: {
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'space-between',
    gap: '32px',
    padding: '40px',
    color: '#ffffff',
    backgroundImage: 'linear-gradient(160deg, #0F6C73 0%, #04363a 100%)',
    position: 'sticky',
    top: 0,
    height: '100dvh',
    overflow: 'hidden',
    '@media (max-width: 720px)': { position: 'relative', height: 'auto', padding: '20px 16px', gap: '12px' },
  },
  brand: { display: 'flex', alignItems: 'center', gap: '12px' },
  white: { color: '#ffffff' },
  ghost: {
    position: 'absolute',
    right: '-88px',
    bottom: '-64px',
    color: '#ffffff',
    opacity: 0.08,
    '@media (max-width: 720px)': { display: 'none' },
  },
  promise: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    maxWidth: '360px',
    position: 'relative',
    '@media (max-width: 720px)': { display: 'none' },
  },
  main: {
    padding: '56px 48px',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    minWidth: 0,
    '@media (max-width: 720px)': { padding: '24px 16px' },
  },
  column: { width: '100%', maxWidth: '640px', display: 'flex', flexDirection: 'column', gap: '24px' },
})

/** The pages before the door: our colours at the side, what to do in the middle. */
export function Front({ children }: { readonly children: ReactNode }) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <header className={styles.side}>
        <div className={styles.brand}>
          <Mark size={32} className={styles.white} />
          <Text size={500} weight="semibold">
            {text.product}
          </Text>
        </div>
        <div className={styles.promise}>
          <Text size={700} weight="semibold">
            {text.signIn.promise}
          </Text>
          <Text size={400}>{text.signIn.promiseMore}</Text>
        </div>
        <Mark size={420} className={styles.ghost} />
      </header>
      <main className={styles.main}>
        <div className={styles.column}>{children}</div>
      </main>
    </div>
  )
}
