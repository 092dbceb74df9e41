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
import { explain, readPeople } from '../../api/endpoints.ts'
import type { Explanation } from '../../api/types.ts'
import type { OpenItem } from '../../lib/address.ts'
import { isSlow, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { Chip, chipKind } from '../../parts/Chip.tsx'
import { JsonBlock } from '../../parts/Code.tsx'
import { Lines } from '../../parts/Lines.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { SidePanel } from '../../parts/SidePanel.tsx'
import { CONNECTION_ROLES, hasRole, useMe } from '../../session.tsx'
import { Picture } from './Picture.tsx'
import { entryName, wordsOf } from './words.ts'

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
  readonly personId: string | undefined
  readonly onPerson: (id: string | undefined) => void
  readonly onClose: () => void
}

/** Why an item is, or is not, among a person's results: a picture, the same in words, and the raw answer. */
export function Why({ item, title, personId, onPerson, onClose }: Props) {
  const me = useMe()
  const { resource, reload } = useResource(item && JSON.stringify([item, personId]), (signal) =>
    explain(
      { connectionId: item?.connectionId ?? '', itemId: item?.itemId ?? '', ...(personId ? { userId: personId } : {}) },
      signal,
    ),
  )
  return (
    <SidePanel title={text.why.panel} isOpen={item !== undefined} onClose={onClose}>
      {hasRole(me, CONNECTION_ROLES) && item ? <PersonPicker personId={personId} onPerson={onPerson} /> : null}
      {resource.state === 'failed' ? <ProblemView problem={resource.problem} onRetry={reload} /> : null}
      {isSlow(resource) ? <Lines blocks={3} /> : null}
      {resource.state === 'ready' && item ? <Reason explanation={resource.value} item={title ?? item.itemId} /> : null}
    </SidePanel>
  )
}

function PersonPicker({ personId, onPerson }: Pick<Props, 'personId' | 'onPerson'>) {
  const me = useMe()
  const { resource } = useResource('people', readPeople)
  const others = resource.state === 'ready' ? resource.value.value.filter(({ id }) => id !== me.id) : []
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

function Reason({ explanation, item }: { readonly explanation: Explanation; readonly item: string }) {
  const styles = useStyles()
  return (
    <>
      <Picture explanation={explanation} item={item} />
      <section className={styles.section}>
        <Text as="h3" weight="semibold" className={styles.heading}>
          {text.why.words}
        </Text>
        <ol className={styles.words}>
          {wordsOf(explanation).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
      </section>
      <Accordion collapsible multiple>
        <AccordionItem value="list">
          <AccordionHeader as="h3">{text.why.list}</AccordionHeader>
          <AccordionPanel>
            <ul className={styles.entries}>
              {explanation.entries.map(({ entry, matches }) => (
                <li key={`${entry.accessType}-${entry.type}-${entry.value}`} className={styles.entry}>
                  <Text>{entry.accessType === 'deny' ? text.why.denies : text.why.grants}</Text>
                  <Chip
                    kind={chipKind(entry.type)}
                    name={entryName(entry)}
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
            <JsonBlock value={explanation} />
          </AccordionPanel>
        </AccordionItem>
      </Accordion>
    </>
  )
}
