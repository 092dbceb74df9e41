import { makeStyles, mergeClasses, Tooltip, tokens } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import {
  AppsRegular,
  GlobeRegular,
  PeopleRegular,
  PeopleTeamRegular,
  PersonRegular,
  PlugConnectedRegular,
} from '../icons.ts'
import { text } from '../messages.ts'

export type ChipKind = 'user' | 'group' | 'externalGroup' | 'everyone' | 'everyoneExceptGuests' | 'connection' | 'app'

export const CHIP_ICONS: Readonly<Record<ChipKind, ReactElement>> = {
  user: <PersonRegular />,
  group: <PeopleRegular />,
  externalGroup: <PeopleTeamRegular />,
  everyone: <GlobeRegular />,
  everyoneExceptGuests: <GlobeRegular />,
  connection: <PlugConnectedRegular />,
  app: <AppsRegular />,
}

const useStyles = makeStyles({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    maxWidth: '100%',
    minWidth: 0,
    height: '24px',
    paddingInline: '8px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    whiteSpace: 'nowrap',
  },
  icon: { display: 'inline-flex', fontSize: '16px', flexShrink: 0, color: tokens.colorBrandForeground1 },
  name: { overflow: 'hidden', textOverflow: 'ellipsis' },
  denied: { color: tokens.colorStatusDangerForeground1, backgroundColor: tokens.colorStatusDangerBackground1 },
  deniedIcon: { color: tokens.colorStatusDangerForeground1 },
})

interface Props {
  readonly kind: ChipKind
  readonly name: string
  /** Id or address, shown on hover. */
  readonly detail?: string | undefined
  readonly isDenied?: boolean
}

/** A person, group, connection or app: always the same shape, with what it is on hover. */
export function Chip({ kind, name, detail, isDenied = false }: Props) {
  const styles = useStyles()
  const hover = detail && detail !== name ? `${text.chip[kind]}: ${detail}` : text.chip[kind]
  return (
    <Tooltip content={hover} relationship="description">
      <span className={mergeClasses(styles.root, isDenied && styles.denied)}>
        <span className={mergeClasses(styles.icon, isDenied && styles.deniedIcon)} aria-hidden>
          {CHIP_ICONS[kind]}
        </span>
        <span className={styles.name}>{name}</span>
      </span>
    </Tooltip>
  )
}

/** The chip's kind for a type of the wire; what is unknown is shown as a group. */
export function chipKind(type: string): ChipKind {
  return Object.hasOwn(CHIP_ICONS, type) ? (type as ChipKind) : 'group'
}
