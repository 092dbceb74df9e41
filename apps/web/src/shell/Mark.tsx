import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  root: { display: 'block', flexShrink: 0, color: tokens.colorBrandForeground1 },
})

/** The mark: a folding seat in two strokes, the back with the seat, and the stay that holds it. */
export function Mark({ size = 24, className }: { readonly size?: number; readonly className?: string }) {
  return (
    <svg
      className={mergeClasses(useStyles().root, className)}
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      stroke="currentColor"
      strokeWidth="3.2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
    >
      <path d="M7 3v13.5a3 3 0 0 0 3 3h15" />
      <path d="M20 19.5 7 28.5" opacity="0.6" />
    </svg>
  )
}
