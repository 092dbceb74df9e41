import type { Place } from '../types.ts'

/** Member of a document that holds the other files which it refers to, by their paths. */
export const FILES = 'x-jumpseat-files'

/** The file and pointer that a pointer into a document with files means. */
export function placeInFiles({ file, pointer }: Place): Place {
  const start = pointer.indexOf(`/${FILES}/`)
  if (start === -1) return { file, pointer }
  const [name = '', ...rest] = pointer.slice(start + FILES.length + 2).split('/')
  return { file: name.replaceAll('~1', '/').replaceAll('~0', '~'), pointer: rest.map((part) => `/${part}`).join('') }
}
