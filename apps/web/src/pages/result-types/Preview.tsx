import { Dropdown, Field, makeStyles, Option, Text, tokens } from '@fluentui/react-components'
import { type ComponentType, lazy, Suspense, useDeferredValue, useMemo, useState } from 'react'
import { previewResultType } from '../../api/endpoints.ts'
import type { PreviewItem, ResultRule } from '../../api/types.ts'
import { shownOf, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import type Card from '../../parts/card/Card.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { cardValues } from '../search/hit.ts'

const LazyCard = lazy(
  (): Promise<{ default: ComponentType<Parameters<typeof Card>[0]> }> => import('../../parts/card/Card.tsx'),
)

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '12px' },
  quiet: { color: tokens.colorNeutralForeground3 },
})

interface Props {
  readonly connections: readonly string[]
  readonly rules: readonly ResultRule[]
  readonly layout: object | undefined
}

/** The layout on an item that the administrator may read. */
export function Preview({ connections, rules, layout }: Props) {
  const styles = useStyles()
  const asked = useDeferredValue(connections.length > 0 ? JSON.stringify({ connections, rules }) : undefined)
  const { resource } = useResource(asked, (signal) => previewResultType(JSON.parse(asked ?? '{}'), signal))
  const [chosen, setChosen] = useState<string>()
  const items = shownOf(resource)?.value ?? []
  const item = items.find((each) => keyOf(each) === chosen) ?? items[0]
  // The card is drawn anew when its values are others.
  const values = useMemo(() => (item ? cardValues(item) : {}), [item])
  if (resource.state === 'failed') return <ProblemView problem={resource.problem} />
  if (connections.length === 0) return null
  if (!item) return <Text className={styles.quiet}>{text.resultTypes.noItems}</Text>
  return (
    <div className={styles.root}>
      <Field label={text.resultTypes.preview} hint={item.matches ? text.resultTypes.fits : text.resultTypes.fitsNot}>
        <Dropdown
          value={item.title}
          selectedOptions={[keyOf(item)]}
          onOptionSelect={(_, data) => setChosen(data.optionValue)}
        >
          {items.map((each) => (
            <Option key={keyOf(each)} value={keyOf(each)} text={each.title}>
              {each.matches ? each.title : text.resultTypes.titleOfOther(each.title)}
            </Option>
          ))}
        </Dropdown>
      </Field>
      {layout ? (
        <Suspense>
          <LazyCard
            template={layout}
            values={values}
            head={null}
            preview={null}
            instead={<Text className={styles.quiet}>{text.resultTypes.showsNothing}</Text>}
          />
        </Suspense>
      ) : null}
    </div>
  )
}

const keyOf = ({ connectionId, itemId }: PreviewItem) => `${connectionId}/${itemId}`
