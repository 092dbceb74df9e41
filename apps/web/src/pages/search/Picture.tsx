import { makeStyles, mergeClasses, shorthands, Text, tokens } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import {
  ArrowDownRegular,
  CheckmarkCircleFilled,
  CheckmarkCircleRegular,
  DismissCircleFilled,
  DismissCircleRegular,
  DocumentRegular,
  ShieldKeyholeRegular,
} from '../../icons.ts'
import { text } from '../../messages.ts'
import { CHIP_ICONS, chipKind } from '../../parts/Chip.tsx'
import { entryName, groupsOf, type NamedExplanation } from './words.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '16px' },
  verdict: {
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    padding: '12px 16px',
    borderRadius: tokens.borderRadiusLarge,
    overflowWrap: 'anywhere',
  },
  yes: { backgroundColor: tokens.colorStatusSuccessBackground1, color: tokens.colorStatusSuccessForeground1 },
  no: { backgroundColor: tokens.colorStatusDangerBackground1, color: tokens.colorStatusDangerForeground1 },
  verdictIcon: { display: 'inline-flex', fontSize: '24px', flexShrink: 0 },
  verdictText: { color: tokens.colorNeutralForeground1, minWidth: 0 },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '4px' },
  step: { display: 'flex', flexDirection: 'column', gap: '4px' },
  arrow: { display: 'flex', justifyContent: 'center', color: tokens.colorNeutralForeground3, fontSize: '20px' },
  box: {
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    padding: '10px 16px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  boxIcon: { display: 'inline-flex', fontSize: '20px', color: tokens.colorBrandForeground1, flexShrink: 0 },
  grant: shorthands.borderColor(tokens.colorStatusSuccessBorder2),
  deny: shorthands.borderColor(tokens.colorStatusDangerBorder2),
  lines: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  way: { display: 'flex', flexWrap: 'wrap', gap: '16px', margin: 0, padding: 0, listStyleType: 'none' },
  wayStep: { display: 'inline-flex', alignItems: 'center', gap: '6px', color: tokens.colorNeutralForeground2 },
  done: { color: tokens.colorStatusSuccessForeground1 },
})

interface Box {
  readonly key: string
  readonly icon: ReactElement
  readonly kind: string
  readonly name: string
  readonly tone?: 'grant' | 'deny'
}

/** Person, groups, access list, item: one box under the other, in the order of the decision. */
export function Picture({ named }: { readonly named: NamedExplanation }) {
  const styles = useStyles()
  const { explanation, person, item } = named
  const isFound = isFoundBy(explanation)
  const { yes, leftOut, hidden, no } = text.why
  const headline = isFound ? yes : explanation.findable ? leftOut : explanation.permitted ? hidden : no
  return (
    <div className={styles.root}>
      <div className={mergeClasses(styles.verdict, isFound ? styles.yes : styles.no)}>
        <span className={styles.verdictIcon} aria-hidden>
          {isFound ? <CheckmarkCircleFilled /> : <DismissCircleFilled />}
        </span>
        <Text weight="semibold" className={styles.verdictText}>
          {headline(person, item)}
        </Text>
      </div>
      <ol className={styles.list} aria-label={text.why.picture}>
        {boxesOf(named).map((box, at) => (
          <li key={box.key} className={styles.step}>
            {at > 0 ? (
              <span className={styles.arrow} aria-hidden>
                <ArrowDownRegular />
              </span>
            ) : null}
            <div
              className={mergeClasses(
                styles.box,
                box.tone === 'grant' && styles.grant,
                box.tone === 'deny' && styles.deny,
              )}
            >
              <span className={styles.boxIcon} aria-hidden>
                {box.icon}
              </span>
              <span className={styles.lines}>
                <Text size={200} className={styles.quiet}>
                  {box.kind}
                </Text>
                <Text weight="semibold">{box.name}</Text>
              </span>
            </div>
          </li>
        ))}
      </ol>
      <ul className={styles.way}>
        {(['received', 'indexed', 'served'] as const).map((step) => (
          <li key={step} className={styles.wayStep}>
            {explanation[step] ? (
              <CheckmarkCircleRegular className={styles.done} aria-hidden />
            ) : (
              <DismissCircleRegular aria-hidden />
            )}
            <Text size={200}>
              {text.why.steps[step]}: {explanation[step] ? text.why.stepDone : text.why.stepOpen}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** By the person, with what was searched for where that is known. */
const isFoundBy = ({ findable, query }: NamedExplanation['explanation']) => findable && query?.isMatch !== false

function boxesOf({ explanation, person, item, names }: NamedExplanation): readonly Box[] {
  const { because, entries, permitted } = explanation
  const tone = permitted ? 'grant' : 'deny'
  return [
    { key: 'person', icon: CHIP_ICONS.user, kind: text.why.person, name: person },
    ...groupsOf(explanation).map((step) => ({
      key: `${step.type}-${step.id}`,
      icon: CHIP_ICONS[chipKind(step.type)],
      kind: step.type === 'externalGroup' ? text.why.externalGroup : text.why.group,
      name: step.displayName,
    })),
    {
      key: 'list',
      icon: <ShieldKeyholeRegular />,
      kind: text.why.accessList,
      name: because
        ? `${because.entry.accessType === 'deny' ? text.why.denies : text.why.grants}: ${entryName(because.entry, names)}`
        : text.why.noEntry(entries.length),
      tone,
    },
    {
      key: 'item',
      icon: <DocumentRegular />,
      kind: text.why.item,
      name: item,
      tone: isFoundBy(explanation) ? 'grant' : 'deny',
    },
  ]
}
