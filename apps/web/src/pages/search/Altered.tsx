import { makeStyles, Text } from '@fluentui/react-components'
import type { AlterationResponse } from '../../api/types.ts'
import type { SearchAddress } from '../../lib/address.ts'
import { text } from '../../messages.ts'
import { InnerLink } from '../../parts/links.tsx'

const useStyles = makeStyles({ root: { overflowWrap: 'anywhere' } })

interface Props {
  readonly alteration: AlterationResponse
  readonly to: (changes: Partial<SearchAddress>) => string
}

/** Another spelling: searched for already because the typed one finds nothing, or offered. Contract: connectors 5.7. */
export function Altered({ alteration, to }: Props) {
  const styles = useStyles()
  const { originalQueryString: original, queryAlteration, queryAlterationType } = alteration
  const altered = queryAlteration.alteredQueryString
  const link = (query: string, isExact = false) => (
    <InnerLink to={to({ query, isExact, from: 0 })}>
      <b>{query}</b>
    </InnerLink>
  )
  if (queryAlterationType.toLowerCase() !== 'modification') {
    return (
      <Text block className={styles.root}>
        {text.alteration.meant} {link(altered)}?
      </Text>
    )
  }
  return (
    <Text block className={styles.root}>
      {text.alteration.showing} <b>{altered}</b>. {text.alteration.instead} {link(original, true)}.
    </Text>
  )
}
