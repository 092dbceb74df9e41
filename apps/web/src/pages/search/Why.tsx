import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Badge,
  Dropdown,
  Field,
  makeStyles,
  Option,
  Text,
} from '@fluentui/react-components'
import { useMemo } from 'react'
import { explain } from '../../api/endpoints.ts'
import type { Named, ProposedFilter } from '../../api/types.ts'
import type { OpenItem } from '../../lib/address.ts'
import { useDirectory } from '../../lib/useDirectory.ts'
import { isSlow, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { Chip, chipKind } from '../../parts/Chip.tsx'
import { JsonBlock } from '../../parts/Code.tsx'
import { Lines } from '../../parts/Lines.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { SidePanel } from '../../parts/SidePanel.tsx'
import { EXPLAIN_ROLES, hasRole, useMe } from '../../session.tsx'
import { Picture } from './Picture.tsx'
import { WhyQuery } from './WhyQuery.tsx'
import { entryName, type NamedExplanation, namesWithin, wordsOf } from './words.ts'

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: '12px' },
  heading: { margin: 0 },
  words: { margin: 0, paddingLeft: '20px', display: 'flex', flexDirection: 'column', gap: '4px' },
  entries: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '8px' },
  entry: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
})

interface Props {
  readonly item: OpenItem | undefined
  /** The item's title where the page knows it; its id otherwise. */
  readonly title?: string | undefined
  /** What was searched for, to explain what it makes of the item. */
  readonly query?: string | undefined
  /** What else narrowed the search. */
  readonly aggregationFilters?: readonly string[]
  readonly propertyFilters?: readonly ProposedFilter[]
  readonly vertical?: string | undefined
  readonly personId: string | undefined
  readonly onPerson: (id: string | undefined) => void
  readonly onClose: () => void
}

/** Why an item is, or is not, among a person's results: a picture, the same in words, and the raw answer. */
export function Why(props: Props) {
  const {
    item,
    title,
    query,
    aggregationFilters = [],
    propertyFilters = [],
    vertical,
    personId,
    onPerson,
    onClose,
  } = props
  const me = useMe()
  const mayAskForOthers = hasRole(me, EXPLAIN_ROLES)
  const directory = useDirectory(mayAskForOthers && item !== undefined)
  const { resource, reload } = useResource(
    item && JSON.stringify([item, personId, query, aggregationFilters, propertyFilters, vertical]),
    (signal) =>
      explain(
        {
          connectionId: item?.connectionId ?? '',
          itemId: item?.itemId ?? '',
          ...(personId ? { userId: personId } : {}),
          ...(query ? { query, aggregationFilters, propertyFilters, ...(vertical ? { vertical } : {}) } : {}),
        },
        signal,
      ),
  )
  const named = useMemo(() => {
    if (resource.state !== 'ready' || !item) return undefined
    const explanation = resource.value
    const names = new Map([...directory.names, ...namesWithin(explanation), [me.id, me.displayName]])
    const person = names.get(explanation.userId.toLowerCase()) ?? explanation.userId
    return { explanation, person, item: title ?? item.itemId, names }
  }, [resource, item, title, directory, me])
  return (
    <SidePanel title={text.why.panel} isOpen={item !== undefined} onClose={onClose}>
      {mayAskForOthers ? <PersonPicker people={directory.people} personId={personId} onPerson={onPerson} /> : null}
      {resource.state === 'failed' ? <ProblemView problem={resource.problem} onRetry={reload} /> : null}
      {isSlow(resource) ? <Lines blocks={3} /> : null}
      {named ? <Reason named={named} query={query ?? ''} /> : null}
    </SidePanel>
  )
}

function PersonPicker({
  people,
  personId,
  onPerson,
}: Pick<Props, 'personId' | 'onPerson'> & { readonly people: readonly Named[] }) {
  const me = useMe()
  const others = people.filter(({ id }) => id !== me.id)
  const chosen = others.find(({ id }) => id === personId)
  return (
    <Field label={text.why.forPerson} hint={text.why.forPersonHint}>
      <Dropdown
        value={chosen?.displayName ?? text.why.me}
        selectedOptions={[chosen?.id ?? '']}
        onOptionSelect={(_, data) => onPerson(data.optionValue || undefined)}
      >
        <Option value="">{text.why.me}</Option>
        {others.map(({ id, displayName }) => (
          <Option key={id} value={id}>
            {displayName}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}

function Reason({ named, query }: { readonly named: NamedExplanation; readonly query: string }) {
  const styles = useStyles()
  const { entries } = named.explanation
  return (
    <>
      <Picture named={named} />
      <section className={styles.section}>
        <Text as="h3" weight="semibold" className={styles.heading}>
          {text.why.words}
        </Text>
        <ol className={styles.words}>
          {wordsOf(named).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
      </section>
      {named.explanation.query ? <WhyQuery query={query} explanation={named.explanation.query} /> : null}
      <Accordion collapsible multiple>
        <AccordionItem value="list">
          <AccordionHeader as="h3">{text.why.list(entries.length)}</AccordionHeader>
          <AccordionPanel>
            <ul className={styles.entries}>
              {entries.map(({ entry, matches }) => (
                <li key={`${entry.accessType}-${entry.type}-${entry.value}`} className={styles.entry}>
                  <Text>{entry.accessType === 'deny' ? text.why.denies : text.why.grants}</Text>
                  <Chip
                    kind={chipKind(entry.type)}
                    name={entryName(entry, named.names)}
                    detail={entry.value}
                    isDenied={entry.accessType === 'deny'}
                  />
                  {matches ? (
                    <Badge appearance="tint" shape="rounded" color="brand">
                      {text.why.matches}
                    </Badge>
                  ) : null}
                </li>
              ))}
            </ul>
          </AccordionPanel>
        </AccordionItem>
        <AccordionItem value="raw">
          <AccordionHeader as="h3">{text.why.raw}</AccordionHeader>
          <AccordionPanel>
            <JsonBlock value={named.explanation} />
          </AccordionPanel>
        </AccordionItem>
      </Accordion>
    </>
  )
}
