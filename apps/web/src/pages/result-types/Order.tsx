import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { ComponentProps } from 'react'
import type { ResultType, ResultTypeList } from '../../api/types.ts'
import { text } from '../../messages.ts'
import { Connections } from '../../parts/Connections.tsx'
import { OrderedList } from '../../parts/OrderedList.tsx'

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground3 } })

interface Props
  extends Pick<ComponentProps<typeof OrderedList<ResultType>>, 'mayWrite' | 'onOpen' | 'onOrder' | 'onDelete'> {
  readonly list: ResultTypeList
}

/** The result types from the first that is tried to the built-in layout. */
export function Order({ list: { value, connections }, ...acts }: Props) {
  const styles = useStyles()
  return (
    <OrderedList
      {...acts}
      texts={text.resultTypes}
      entries={value}
      show={({ name, connections: ids, rules }) => (
        <>
          <Text weight="semibold">{name}</Text>
          <Connections ids={ids} known={connections} none={text.resultTypes.noConnection} />
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
    />
  )
}
