import { makeStyles, tokens } from '@fluentui/react-components'
import { piecesOf } from '../../lib/highlight.ts'

const useStyles = makeStyles({
  root: { margin: 0, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  match: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorBrandBackground2,
    borderRadius: tokens.borderRadiusSmall,
    paddingInline: '2px',
    marginInline: '-1px',
  },
})

/** A hit's excerpt with its matches marked. Only text nodes: nothing of the source becomes markup. */
export function Summary({ summary }: { readonly summary: string }) {
  const styles = useStyles()
  return (
    <p className={styles.root}>
      {piecesOf(summary).map((piece, at) => {
        const key = `${at}`
        if (piece.kind === 'gap') return <span key={key}> … </span>
        if (piece.kind === 'text') return <span key={key}>{piece.text}</span>
        return (
          <mark key={key} className={styles.match}>
            {piece.text}
          </mark>
        )
      })}
    </p>
  )
}
