import {
  Avatar,
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { signOut } from '../api/endpoints.ts'
import { goToSignIn } from '../api/http.ts'
import { PersonSwapRegular, SignOutRegular } from '../icons.ts'
import { text } from '../messages.ts'
import { Hidden } from '../parts/Hidden.tsx'
import { useMe } from '../session.tsx'

const useStyles = makeStyles({
  card: { display: 'flex', gap: '12px', alignItems: 'center', padding: '12px' },
  lines: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
})

/** Who is signed in, and the ways out. */
export function PersonMenu() {
  const styles = useStyles()
  const me = useMe()
  const leave = async (then: () => void) => {
    const outcome = await signOut()
    if (outcome.ok) then()
  }
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          shape="circular"
          icon={
            <>
              <Avatar name={me.displayName} size={28} color="colorful" idForColor={me.id} aria-hidden />
              <Hidden>{text.shell.person(me.displayName)}</Hidden>
            </>
          }
        />
      </MenuTrigger>
      <MenuPopover>
        <div className={styles.card}>
          <Avatar name={me.displayName} size={40} color="colorful" idForColor={me.id} aria-hidden />
          <div className={styles.lines}>
            <Text weight="semibold">{me.displayName}</Text>
            {me.jobTitle ? <Text size={200}>{me.jobTitle}</Text> : null}
            <Text size={200} className={styles.quiet}>
              {me.userPrincipalName}
            </Text>
          </div>
        </div>
        <MenuDivider />
        <MenuList>
          {me.oneClick ? (
            <MenuItem icon={<PersonSwapRegular />} onClick={() => void leave(() => goToSignIn(true))}>
              {text.shell.switchPerson}
            </MenuItem>
          ) : null}
          <MenuItem
            icon={<SignOutRegular />}
            onClick={() => void leave(() => window.location.assign('/signin?prompt=login'))}
          >
            {text.shell.signOut}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
