import { Field, ProgressBar } from '@fluentui/react-components'
import type { Progress } from '../live.tsx'
import { text } from '../messages.ts'

/** Work that takes a while: how much of how many, how fast, how long still. */
export function FillBar({ label, progress }: { readonly label?: string; readonly progress: Progress }) {
  const { indexed, received } = progress
  return (
    <Field validationState="none" validationMessage={text.fill.line(progress)} {...(label ? { label } : {})}>
      <ProgressBar value={indexed} max={received} thickness="large" aria-label={label ?? text.fill.label} />
    </Field>
  )
}
