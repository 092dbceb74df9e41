import { Parser } from 'htmlparser2'

export interface Walker {
  /** Names come without their prefix, those of attributes with it. */
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void
  readonly text?: (text: string) => void
  readonly close?: (name: string) => void
}

/**
 * Reads an XML part from its beginning to its end. No declared entity is ever expanded and nothing is fetched, so the time
 * is that of its length; what is not well-formed is read as far as it goes.
 */
export function walk(bytes: Uint8Array | undefined, { open, text, close }: Walker): void {
  if (bytes === undefined) return
  const parser = new Parser(
    {
      ...(open ? { onopentag: (name, attributes) => open(local(name), attributes) } : {}),
      ...(text ? { ontext: text } : {}),
      ...(close ? { onclosetag: (name) => close(local(name)) } : {}),
    },
    { xmlMode: true },
  )
  parser.end(new TextDecoder(encodingOf(bytes)).decode(bytes))
}

const local = (name: string) => name.slice(name.indexOf(':') + 1)

const encodingOf = ([first, second]: Uint8Array) =>
  first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'

/** The value of an attribute, whatever the prefix of its name is. */
export function attribute(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  for (const [key, value] of Object.entries(attributes)) if (local(key) === name) return value
  return undefined
}

/** A property that is switched on by its presence, as `<w:vanish/>` is, unless it says no. */
export const isOn = (attributes: Readonly<Record<string, string>>): boolean =>
  !/^(?:0|false|off)$/i.test(attribute(attributes, 'val') ?? '')
