import { makeStyles, tokens } from '@fluentui/react-components'
import { type ReactNode, useLayoutEffect, useMemo, useRef } from 'react'
import { text } from '../../messages.ts'
import { WayOut } from '../WayOut.tsx'
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
      <CardBox card={card} before={preview} isOwn />
    </>
  )
}

interface BoxProps {
  readonly card: RenderedCard
  /** Stands before the links. */
  readonly before?: ReactNode
  /** The organisation's own connector gave the links. */
  readonly isOwn?: boolean
}

/** A card in its own box, with its links below it. */
export function CardBox({ card, before, isOwn = false }: BoxProps) {
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
        {card.links.map((link) => (
          <WayOut
            key={link.href}
            address={link}
            label={link.title.includes(link.host) ? link.title : text.card.link(link.title, link.host)}
            isOwn={isOwn}
          />
        ))}
      </div>
    </>
  )
}
