import { makeStyles } from '@fluentui/react-components'
import { Suspense } from 'react'
import type { SearchAnswer, SearchConnection } from '../../api/types.ts'
import type { SearchAddress } from '../../lib/address.ts'
import { Lines } from '../../parts/Lines.tsx'
import { hitValues, resultOf } from './hit.ts'
import { ResultCard } from './ResultCard.tsx'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '28px' },
})

interface Props {
  readonly answer: SearchAnswer
  readonly connections: readonly SearchConnection[]
  /** Rank of the first. */
  readonly start: number
  readonly to: (changes: Partial<SearchAddress>) => string
}

/** The hits of an answer, each as its layout says. */
export function HitList({ answer, connections, start, to }: Props) {
  const styles = useStyles()
  const hits = answer.hitsContainers[0]?.hits ?? []
  return (
    // The renderer of cards comes with the first of them; until then nothing is shown that would have to move.
    <Suspense fallback={<Lines blocks={hits.length} />}>
      <ol className={styles.list} start={start}>
        {hits.map((hit) => {
          const result = resultOf(hit, connections)
          const template = answer.resultTemplates?.[hit.resultTemplateId ?? '']
          return (
            <li key={hit.hitId}>
              <ResultCard
                result={result}
                card={template && { template: template.body, values: hitValues(hit, connections) }}
                previewTo={to({ item: result.item, panel: 'item' })}
                whyTo={to({ item: result.item, panel: 'why' })}
              />
            </li>
          )
        })}
      </ol>
    </Suspense>
  )
}
