import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { memo, useMemo } from 'react'
import type { Citation } from '../../api/chat.ts'
import { type Block, blocksOf, type Inline } from '../../lib/markdown.ts'
import { text as messages } from '../../messages.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '12px', overflowWrap: 'anywhere', minWidth: 0 },
  paragraph: { margin: 0, whiteSpace: 'pre-line', lineHeight: tokens.lineHeightBase400 },
  heading: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400 },
  list: { margin: 0, paddingLeft: '24px', display: 'flex', flexDirection: 'column', gap: '4px' },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  block: {
    margin: 0,
    padding: '12px',
    overflowX: 'auto',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  scroll: { overflowX: 'auto' },
  // Words stay whole: what is too wide is scrolled to.
  table: { borderCollapse: 'collapse', overflowWrap: 'break-word' },
  cell: {
    padding: '4px 12px 4px 0',
    textAlign: 'start',
    verticalAlign: 'top',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  mark: {
    minWidth: '20px',
    height: '20px',
    marginInline: '2px',
    paddingInline: '4px',
    verticalAlign: 'text-bottom',
    fontSize: tokens.fontSizeBase100,
  },
})

interface Props {
  readonly text: string
  readonly citations: readonly Citation[]
  readonly onCitation: (citation: Citation) => void
}

/** An answer. Blocks that have not changed are left alone, so that a stream does not move what is being read. */
export function Markdown({ text, citations, onCitation }: Props) {
  const styles = useStyles()
  const blocks = useMemo(() => blocksOf(text), [text])
  return (
    <div className={styles.root}>
      {blocks.map((block, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever appended to
        <BlockView key={n} block={block} citations={citations} onCitation={onCitation} />
      ))}
    </div>
  )
}

interface BlockProps extends Omit<Props, 'text'> {
  readonly block: Block
}

const BlockView = memo(
  DrawnBlock,
  (a, b) => a.citations === b.citations && JSON.stringify(a.block) === JSON.stringify(b.block),
)

function DrawnBlock({ block, ...rest }: BlockProps) {
  const styles = useStyles()
  switch (block.kind) {
    case 'paragraph':
      return (
        <p className={styles.paragraph}>
          <Inlines of={block.of} {...rest} />
        </p>
      )
    case 'heading':
      return (
        <h3 className={styles.heading}>
          <Inlines of={block.of} {...rest} />
        </h3>
      )
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre className={styles.block} tabIndex={0}>
          <code className={styles.code}>{block.text}</code>
        </pre>
      )
    case 'list': {
      const items = block.items.map((item, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no other name than their place
        <li key={n}>
          <Inlines of={item} {...rest} />
        </li>
      ))
      return block.isOrdered ? <ol className={styles.list}>{items}</ol> : <ul className={styles.list}>{items}</ul>
    }
    case 'table':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <div className={styles.scroll} tabIndex={0}>
          <table className={styles.table}>
            <thead>
              <Row cells={block.head} isHead {...rest} />
            </thead>
            <tbody>
              {block.rows.map((cells, n) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name than their place
                <Row key={n} cells={cells} {...rest} />
              ))}
            </tbody>
          </table>
        </div>
      )
  }
}

function Row({
  cells,
  isHead = false,
  ...rest
}: Omit<BlockProps, 'block'> & { readonly cells: readonly (readonly Inline[])[]; readonly isHead?: boolean }) {
  const styles = useStyles()
  const Cell = isHead ? 'th' : 'td'
  return (
    <tr>
      {cells.map((cell, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cells have no other name than their place
        <Cell key={n} className={styles.cell} {...(isHead ? { scope: 'col' } : {})}>
          <Inlines of={cell} {...rest} />
        </Cell>
      ))}
    </tr>
  )
}

interface InlineProps extends Omit<BlockProps, 'block'> {
  readonly inline: Inline
}

function Inlines({ of, ...rest }: Omit<InlineProps, 'inline'> & { readonly of: readonly Inline[] }) {
  return of.map((inline, n) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a line have no other name than their place
    <InlineView key={n} inline={inline} {...rest} />
  ))
}

function InlineView({ inline, citations, onCitation }: InlineProps) {
  const styles = useStyles()
  switch (inline.kind) {
    case 'text':
      return inline.text
    case 'code':
      return <code className={styles.code}>{inline.text}</code>
    case 'strong':
      return (
        <strong>
          <Inlines of={inline.of} citations={citations} onCitation={onCitation} />
        </strong>
      )
    case 'emphasis':
      return (
        <em>
          <Inlines of={inline.of} citations={citations} onCitation={onCitation} />
        </em>
      )
    case 'citation': {
      const citation = citations.find(({ n }) => n === inline.n)
      if (!citation) return null
      return (
        <Button
          size="small"
          shape="circular"
          className={styles.mark}
          aria-label={messages.chat.source(inline.n, citation.title)}
          onClick={() => onCitation(citation)}
        >
          {inline.n}
        </Button>
      )
    }
  }
}
