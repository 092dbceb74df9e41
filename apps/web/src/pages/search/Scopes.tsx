import {
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  mergeClasses,
  ToggleButton,
} from '@fluentui/react-components'
import type { SearchConnection } from '../../api/types.ts'
import { PlugConnectedRegular } from '../../icons.ts'
import { text } from '../../messages.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', gap: '8px', border: 0, margin: 0, padding: 0, minWidth: 0 },
  centred: { justifyContent: 'center' },
})

/** Places that stand side by side; the others are in a menu. */
const SIDE_BY_SIDE = 5

interface Props {
  readonly connections: readonly SearchConnection[]
  /** Id of the connection that is searched; undefined means all. */
  readonly chosen: string | undefined
  readonly isCentred: boolean
  readonly onChoose: (id: string | undefined) => void
}

/** Where to search: everywhere, or in one connection. */
export function Scopes({ connections, chosen, isCentred, onChoose }: Props) {
  const styles = useStyles()
  const first = connections.slice(0, SIDE_BY_SIDE)
  const rest = connections.slice(SIDE_BY_SIDE)
  const chosenOfRest = rest.filter(({ id }) => id === chosen)
  const scope = (id: string | undefined, name: string) => (
    <ToggleButton
      key={id ?? ''}
      size="small"
      shape="circular"
      checked={chosen === id}
      {...(id ? { icon: <PlugConnectedRegular /> } : {})}
      onClick={() => onChoose(id)}
    >
      {name}
    </ToggleButton>
  )
  return (
    <fieldset className={mergeClasses(styles.root, isCentred && styles.centred)} aria-label={text.search.within}>
      {scope(undefined, text.search.all)}
      {[...first, ...chosenOfRest].map(({ id, name }) => scope(id, name))}
      {rest.length > 0 ? (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <MenuButton size="small" shape="circular">
              {text.search.more(rest.length)}
            </MenuButton>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              {rest.map(({ id, name }) => (
                <MenuItem key={id} icon={<PlugConnectedRegular />} onClick={() => onChoose(id)}>
                  {name}
                </MenuItem>
              ))}
            </MenuList>
          </MenuPopover>
        </Menu>
      ) : null}
    </fieldset>
  )
}
