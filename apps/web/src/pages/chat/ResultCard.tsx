import { useMemo } from 'react'
import type { TurnCard } from '../../api/chat.ts'
import { CardBox } from '../../parts/card/Card.tsx'
import { drawn } from '../../parts/card/render.ts'

/** A card of a result, when it can be shown; what it says stands in the answer too. */
export default function ResultCard({ card }: { readonly card: TurnCard }) {
  const shown = useMemo(() => drawn(card.card), [card])
  return shown ? <CardBox card={shown} /> : null
}
