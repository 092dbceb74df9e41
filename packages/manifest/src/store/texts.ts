// Plain tests of what a text says. Every pattern takes time in proportion to the text.

/** Addresses of the marketplaces of the vendor. */
export const MARKETPLACE = /\b(appsource\.microsoft\.com|marketplace\.microsoft\.com|teams\.microsoft\.com\/l\/app)/i

/** Claims that need a proof. */
export const SUPERLATIVE =
  /\b(best|world[- ]class|number one|#1|fastest|most advanced|leading|unrivalled|unparalleled|ultimate)\b/i

/** Sentences that tell a model what to do, where a description should tell what there is. */
export const STEERING =
  /\b(ignore (all|any|the|previous)|always (use|call|choose|prefer)|never (use|call|choose)|you must|do not (use|call)|instead of (any )?other|system prompt)\b/i

export const ADDRESS = /\bhttps?:\/\/|\bwww\.[a-z0-9-]/i

export const EMOJI = /\p{Emoji_Presentation}/u

export function wordsIn(text: string): number {
  return text.match(/\S+/g)?.length ?? 0
}

export function hasSeveralSentences(text: string): boolean {
  return /[.!?]\s+\S/.test(text)
}

/** Whether `phrase` stands in the text as a word of its own, whatever the case. */
export function mentions(text: string, phrase: string): boolean {
  const lower = text.toLowerCase()
  const wanted = phrase.toLowerCase()
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + 1)) {
    const around = `${lower[at - 1] ?? ' '}${lower[at + wanted.length] ?? ' '}`
    if (!/[\p{L}\p{N}]/u.test(around)) return true
  }
  return false
}
