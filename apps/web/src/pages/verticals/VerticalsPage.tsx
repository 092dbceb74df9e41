import { Badge, makeStyles, Text, tokens } from '@fluentui/react-components'
import { createVertical, deleteVertical, orderVerticals, readVerticals } from '../../api/endpoints.ts'
import type { Vertical, VerticalList } from '../../api/types.ts'
import { DatabaseSearchRegular } from '../../icons.ts'
import { text } from '../../messages.ts'
import { Connections } from '../../parts/Connections.tsx'
import { Notice } from '../../parts/Notice.tsx'
import { OrderedPage } from '../../parts/OrderedPage.tsx'
import { Editor } from './Editor.tsx'

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3 },
  code: { fontFamily: tokens.fontFamilyMonospace },
  name: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
})

/** Places to search in, under names of their own. Contract: connectors 7.3. */
export default function VerticalsPage() {
  return (
    <OrderedPage<Vertical, VerticalList>
      name="verticals-of-all"
      texts={text.verticals}
      read={readVerticals}
      create={createVertical}
      remove={deleteVertical}
      order={orderVerticals}
      empty={({ value, connections }) =>
        value.length === 0 ? (
          <Notice icon={<DatabaseSearchRegular />} title={text.verticals.nothingTitle}>
            <p style={{ margin: 0 }}>
              {connections.length === 0 ? text.verticals.nothingToShow : text.verticals.nothing}
            </p>
          </Notice>
        ) : null
      }
      show={(vertical, list) => <Told vertical={vertical} list={list} />}
      editor={(list, known, onDone) => <Editor vertical={known} list={list} onDone={onDone} />}
    />
  )
}

function Told({ vertical, list }: { readonly vertical: Vertical; readonly list: VerticalList }) {
  const styles = useStyles()
  const { name, state, connections, restriction } = vertical
  return (
    <>
      <div className={styles.name}>
        <Text weight="semibold">{name}</Text>
        {state === 'disabled' ? (
          <Badge appearance="tint" shape="rounded" color="informative">
            {text.verticals.off}
          </Badge>
        ) : null}
      </div>
      <Connections ids={connections} known={list.connections} none={text.verticals.noConnection} />
      <Text size={200} className={restriction ? styles.code : styles.quiet}>
        {restriction || text.verticals.whole}
      </Text>
    </>
  )
}
