import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { createResultType, deleteResultType, orderResultTypes, readResultTypes } from '../../api/endpoints.ts'
import type { ResultType, ResultTypeList } from '../../api/types.ts'
import { CardUiRegular } from '../../icons.ts'
import { text } from '../../messages.ts'
import { Connections } from '../../parts/Connections.tsx'
import { Notice } from '../../parts/Notice.tsx'
import { OrderedPage } from '../../parts/OrderedPage.tsx'
import { Editor } from './Editor.tsx'

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground3 } })

/**
 * How results look: what an administrator chose, in the order in which it is tried, to the built-in layout. Contract:
 * connectors 7.3.
 */
export default function ResultTypesPage() {
  const styles = useStyles()
  return (
    <OrderedPage<ResultType, ResultTypeList>
      name="result-types"
      texts={text.resultTypes}
      read={readResultTypes}
      create={createResultType}
      remove={deleteResultType}
      order={orderResultTypes}
      empty={({ connections }) =>
        connections.length === 0 ? (
          <Notice icon={<CardUiRegular />} title={text.resultTypes.nothingTitle}>
            <p style={{ margin: 0 }}>{text.resultTypes.nothing}</p>
          </Notice>
        ) : null
      }
      show={({ name, connections, rules }, list) => (
        <>
          <Text weight="semibold">{name}</Text>
          <Connections ids={connections} known={list.connections} none={text.resultTypes.noConnection} />
          <Text size={200} className={styles.quiet}>
            {rules.length === 0 ? text.resultTypes.always : rules.map(text.resultTypes.rule).join(', ')}
          </Text>
        </>
      )}
      last={
        <>
          <Text weight="semibold">{text.resultTypes.builtIn}</Text>
          <Text size={200} className={styles.quiet}>
            {text.resultTypes.builtInHint}
          </Text>
        </>
      }
      editor={(list, known, onDone) => <Editor resultType={known} connections={list.connections} onDone={onDone} />}
    />
  )
}
