import { Button, type ButtonProps, Link, useRestoreFocusTarget } from '@fluentui/react-components'
import type { ReactElement, ReactNode } from 'react'
import { useHref, useLinkClickHandler } from 'react-router'

/** Anchor attributes for an address of our own: a plain click stays in the page, every other click is the browser's. */
export function useLinkTo(to: string) {
  return { href: useHref(to), onClick: useLinkClickHandler<HTMLAnchorElement>(to) }
}

interface Props {
  readonly to: string
  readonly children: ReactNode
}

export function InnerLink({
  to,
  children,
  className,
  label,
}: Props & {
  readonly className?: string
  /** For screen readers, where the words alone say too little. */
  readonly label?: string
}) {
  return (
    <Link
      {...useRestoreFocusTarget()}
      {...useLinkTo(to)}
      {...(className ? { className } : {})}
      {...(label ? { 'aria-label': label } : {})}
    >
      {children}
    </Link>
  )
}

export function LinkButton({
  to,
  children,
  icon,
  iconPosition,
  appearance = 'secondary',
  size,
}: Props & {
  readonly icon?: ReactElement
  readonly iconPosition?: 'before' | 'after'
  readonly appearance?: ButtonProps['appearance']
  readonly size?: ButtonProps['size']
}) {
  return (
    <Button
      as="a"
      appearance={appearance}
      {...(size ? { size } : {})}
      {...useLinkTo(to)}
      {...(icon ? { icon } : {})}
      {...(iconPosition ? { iconPosition } : {})}
    >
      {children}
    </Button>
  )
}
