import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Dropdown,
  Field,
  makeStyles,
  Option,
  Text,
  tokens,
} from '@fluentui/react-components'
import { explain, readPeople } from '../../api/endpoints.ts'
import type { Explanation } from '../../api/types.ts'
import type { OpenItem } from '../../lib/address.ts'
import { useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { Lines } from '../../parts/Lines.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { SidePanel } from '../../parts/SidePanel.tsx'
import { CONNECTION_ROLES, hasRole, useMe } from '../../session.tsx'
import { Picture } from './Picture.tsx'
import { wordsOf } from './words.ts'

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: '12px' },
  heading: { margin: 0 },
  words: { margin: 0, paddingLeft: '20px', display: 'flex', flexDirection: 'column', gap: '4px' },
  raw: {
    margin: 0,
    padding: '12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
})

interface Props {
  readonly item: OpenItem | undefined
  readonly personId: string | undefined
  readonly onPerson: (id: string | undefined) => void
  readonly onClose: () => void
}

/** Why an item is, or is not, among a person's results: a picture, the same in words, and the raw answer. */
export function Why({ item, personId, onPerson, onClose }: Props) {
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
      {resource.state === 'waiting' && resource.isSlow ? <Lines blocks={3} /> : null}
      {resource.state === 'ready' && item ? <Reason explanation={resource.value} itemId={item.itemId} /> : null}
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

function Reason({ explanation, itemId }: { readonly explanation: Explanation; readonly itemId: string }) {
  const styles = useStyles()
  return (
    <>
      <Picture explanation={explanation} itemId={itemId} />
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
      <Accordion collapsible>
        <AccordionItem value="raw">
          <AccordionHeader>{text.why.raw}</AccordionHeader>
          <AccordionPanel>
            <pre className={styles.raw}>{JSON.stringify(explanation, null, 2)}</pre>
          </AccordionPanel>
        </AccordionItem>
      </Accordion>
    </>
  )
}
