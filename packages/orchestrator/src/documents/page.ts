/** UTF-16 units of one document. What a file of 1 MB says is shorter, unless it was made to be long. */
const LONGEST = 1_000_000

/** Collects what a document says, and no more of it than can be kept. */
export interface Page {
  add(text: string): void
  readonly isFull: boolean
  /** Lines without blanks at their ends, paragraphs apart by one empty line. */
  readonly text: string
}

export function newPage(): Page {
  const parts: string[] = []
  let length = 0
  return {
    add(text) {
      if (length >= LONGEST) return
      parts.push(text.slice(0, LONGEST - length))
      length += text.length
    },
    get isFull() {
      return length > LONGEST
    },
    get text() {
      return parts
        .join('')
        .replace(/[^\S\n]+/g, ' ')
        .replace(/ ?\n ?/g, '\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim()
    },
  }
}
