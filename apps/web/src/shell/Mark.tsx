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
      <path d="M6.5 4 9 17a3 3 0 0 0 3 2.5h14" />
      <path d="M20.5 19.5 10 28.5" opacity="0.6" />
    </svg>
  )
}
