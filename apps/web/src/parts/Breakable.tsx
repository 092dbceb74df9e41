import { Fragment, type ReactNode } from 'react'

/** A name in camel case that may go on in the next line where one of its words begins. */
export function Breakable({ name }: { readonly name: string }): ReactNode {
  let end = 0
  return name.split(/(?=[A-Z])/).map((word) => {
    end += word.length
    return (
      <Fragment key={end}>
        {end > word.length ? <wbr /> : null}
        {word}
      </Fragment>
    )
  })
}
