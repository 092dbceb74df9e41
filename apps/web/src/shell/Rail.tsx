import { Button, buttonClassNames, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useLocation } from 'react-router'
import { text } from '../messages.ts'
import { useLinkTo } from '../parts/links.tsx'
import { useMe } from '../session.tsx'
import { type PageEntry, pagesOf } from './pages.tsx'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    padding: '8px 4px',
    backgroundColor: tokens.colorNeutralBackground3,
    '@media (max-width: 720px)': {
      flexDirection: 'row',
      justifyContent: 'center',
      padding: '4px',
      gap: 0,
      paddingBottom: 'max(4px, env(safe-area-inset-bottom))',
      borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    },
  },
  entry: {
    flexDirection: 'column',
    gap: '4px',
    width: '88px',
    height: '56px',
    padding: '4px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightRegular,
    // The gap towards words at the side would push the icon off the middle.
    [`& .${buttonClassNames.icon}`]: { margin: 0 },
    // As many as an administrator has fit beside each other on a phone.
    '@media (max-width: 720px)': {
      flex: '1 1 auto',
      width: 'auto',
      minWidth: 0,
      maxWidth: '128px',
      paddingInline: 0,
      fontSize: tokens.fontSizeBase100,
      whiteSpace: 'nowrap',
    },
  },
  here: {
    color: tokens.colorBrandForeground1,
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
  },
})

/** The pages, at the side; at the bottom on a phone. */
export function Rail() {
  const styles = useStyles()
  const { pathname } = useLocation()
  return (
    <nav aria-label={text.shell.rail} className={styles.root}>
      {pagesOf(useMe()).map((page) => (
        <Entry key={page.to} page={page} isHere={pathname === page.to || pathname.startsWith(`${page.to}/`)} />
      ))}
    </nav>
  )
}

function Entry({ page, isHere }: { readonly page: PageEntry; readonly isHere: boolean }) {
  const styles = useStyles()
  return (
    <Button
      as="a"
      appearance="subtle"
      className={mergeClasses(styles.entry, isHere && styles.here)}
      icon={isHere ? page.iconHere : page.icon}
      {...(isHere ? { 'aria-current': 'page' as const } : {})}
      {...useLinkTo(page.to)}
    >
      {page.name}
    </Button>
  )
}
