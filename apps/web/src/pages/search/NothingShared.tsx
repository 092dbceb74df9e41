import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { text } from '../../messages.ts'
import { CodeLine } from '../../parts/Code.tsx'
import { InnerLink } from '../../parts/links.tsx'
import { CONNECTION_ROLES, hasRole, useMe } from '../../session.tsx'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    textAlign: 'center',
    gap: '12px',
    width: '100%',
    padding: '20px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground2,
  },
})

/** For somebody who finds nothing anywhere: why that is, and for administrators how to begin. */
export function NothingShared() {
  const styles = useStyles()
  const isAdministrator = hasRole(useMe(), CONNECTION_ROLES)
  return (
    <div className={styles.root}>
      <Text align="center">{text.search.nothingShared}</Text>
      {isAdministrator ? (
        <>
          <Text align="center">{text.search.startHere}</Text>
          <CodeLine value={text.connections.command} />
          <InnerLink to="/connections">{text.search.toConnections}</InnerLink>
        </>
      ) : null}
    </div>
  )
}
