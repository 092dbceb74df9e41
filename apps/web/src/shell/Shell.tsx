import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { Suspense, useEffect, useRef } from 'react'
import { Outlet, useLocation } from 'react-router'
import { useIsNarrow } from '../lib/useMediaQuery.ts'
import { text } from '../messages.ts'
import { Boundary } from '../parts/Boundary.tsx'
import { useMe } from '../session.tsx'
import { CommandBox } from './CommandBox.tsx'
import { Mark } from './Mark.tsx'
import { PersonMenu } from './PersonMenu.tsx'
import { Rail } from './Rail.tsx'
import { RunningWork } from './RunningWork.tsx'
import { ThemeMenu } from './ThemeMenu.tsx'

const useStyles = makeStyles({
  root: {
    height: '100dvh',
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    gridTemplateRows: '48px minmax(0, 1fr)',
    gridTemplateAreas: '"top top" "rail main"',
    backgroundColor: tokens.colorNeutralBackground3,
    '@media (max-width: 720px)': {
      gridTemplateColumns: 'minmax(0, 1fr)',
      gridTemplateRows: '48px minmax(0, 1fr) auto',
      gridTemplateAreas: '"top" "main" "rail"',
    },
  },
  skip: {
    position: 'absolute',
    left: '8px',
    top: '-64px',
    zIndex: 2,
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    ':focus': { top: '6px' },
  },
  top: {
    gridArea: 'top',
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 480px) minmax(0, 1fr)',
    alignItems: 'center',
    gap: '12px',
    paddingInline: '16px 12px',
    '@media (max-width: 720px)': { gridTemplateColumns: 'minmax(0, 1fr) auto', gap: '4px', paddingInline: '12px 8px' },
  },
  brand: { display: 'flex', alignItems: 'center', gap: '8px', minWidth: 0, color: tokens.colorNeutralForeground1 },
  organisation: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground2,
    borderLeft: `1px solid ${tokens.colorNeutralStroke1}`,
    marginLeft: '4px',
    paddingLeft: '12px',
  },
  tools: { display: 'flex', alignItems: 'center', justifyContent: 'flex-end', gap: '4px' },
  rail: { gridArea: 'rail', minWidth: 0 },
  main: {
    gridArea: 'main',
    minWidth: 0,
    overflowY: 'auto',
    backgroundColor: tokens.colorNeutralBackground1,
    borderTopLeftRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow4,
    outlineStyle: 'none',
    '@media (max-width: 720px)': { borderTopLeftRadius: 0 },
  },
})

/** What surrounds every page: the bar above, the pages at the side, and the page itself. */
export function Shell() {
  const styles = useStyles()
  const me = useMe()
  const isNarrow = useIsNarrow()
  const { pathname } = useLocation()
  const main = useRef<HTMLElement>(null)
  // The link that led here may be gone with its page: then the new page takes the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what makes a page new
  useEffect(() => {
    if (document.activeElement === document.body) main.current?.focus()
  }, [pathname])
  return (
    <div className={styles.root}>
      <a className={styles.skip} href="#main">
        {text.shell.skip}
      </a>
      <header className={styles.top}>
        <div className={styles.brand}>
          <Mark size={24} />
          <Text weight="semibold" size={400}>
            {text.product}
          </Text>
          <Text className={styles.organisation}>{me.tenant.displayName}</Text>
        </div>
        {isNarrow ? null : <CommandBox />}
        <div className={styles.tools}>
          {isNarrow ? <CommandBox isNarrow /> : null}
          <RunningWork />
          <ThemeMenu />
          <PersonMenu />
        </div>
      </header>
      <div className={styles.rail}>
        <Rail />
      </div>
      <main ref={main} className={styles.main} id="main" tabIndex={-1}>
        <Boundary resetKey={pathname}>
          <Suspense>
            <Outlet />
          </Suspense>
        </Boundary>
      </main>
    </div>
  )
}
