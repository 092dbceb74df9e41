import { Link, makeStyles, tokens } from '@fluentui/react-components'
import { type ReactNode, useLayoutEffect, useMemo, useRef } from 'react'
import { OpenRegular } from '../../icons.ts'
import { text } from '../../messages.ts'
import { type RenderedCard, rendered } from './render.ts'

const useStyles = makeStyles({
  // A card stays inside its own box, whatever it asks for.
  root: {
    contain: 'content',
    maxHeight: '480px',
    overflow: 'hidden',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    '& img': { maxWidth: '100%', maxHeight: '120px' },
    '& *': { overflowWrap: 'anywhere' },
  },
  links: { display: 'flex', flexWrap: 'wrap', columnGap: '16px', rowGap: '4px', fontSize: tokens.fontSizeBase200 },
  link: { display: 'inline-flex', alignItems: 'center', gap: '4px', overflowWrap: 'anywhere' },
})

interface Props {
  readonly template: unknown
  readonly values: Readonly<Record<string, unknown>>
  readonly head: ReactNode
  /** Stands before the links of the card. */
  readonly preview: ReactNode
  /** Shown when the template is no card that can be shown. */
  readonly instead: ReactNode
}

/** A result in the layout that its connector sent. */
export default function Card({ template, values, head, preview, instead }: Props) {
  const card = useMemo(() => rendered(template, values), [template, values])
  if (!card) return instead
  return (
    <>
      {head}
      <CardBox card={card} before={preview} />
    </>
  )
}

/** A card in its own box, with its links below it. `before` stands before the links. */
export function CardBox({ card, before }: { readonly card: RenderedCard; readonly before?: ReactNode }) {
  const styles = useStyles()
  const host = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    host.current?.replaceChildren(card.element)
  }, [card])
  return (
    <>
      <div ref={host} className={styles.root} />
      <div className={styles.links}>
        {before}
        {card.links.map(({ href, host: where, title }) => (
          <Link key={href} href={href} target="_blank" rel="noopener noreferrer" className={styles.link}>
            <OpenRegular aria-hidden />
            {title.includes(where) ? title : text.card.link(title, where)}
          </Link>
        ))}
      </div>
    </>
  )
}
