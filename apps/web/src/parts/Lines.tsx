import { makeStyles, Skeleton, SkeletonItem } from '@fluentui/react-components'
import { text } from '../messages.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '24px' },
  block: { display: 'flex', flexDirection: 'column', gap: '8px' },
})

/** Stands in for `blocks` entries while they load. */
export function Lines({ blocks = 4 }: { readonly blocks?: number }) {
  const styles = useStyles()
  return (
    <Skeleton aria-label={text.loading} className={styles.root}>
      {Array.from({ length: blocks }, (_, at) => `block-${at}`).map((key) => (
        <div key={key} className={styles.block}>
          <SkeletonItem size={20} style={{ width: '55%' }} />
          <SkeletonItem size={12} style={{ width: '30%' }} />
          <SkeletonItem size={16} />
        </div>
      ))}
    </Skeleton>
  )
}
