import { Button, type ButtonProps, Tooltip } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { CheckmarkRegular, CopyRegular } from '../icons.ts'
import { text } from '../messages.ts'

interface Props {
  readonly value: string
  /** What is copied, for the button's name; shown as its text when `isWordy`. */
  readonly label?: string
  readonly isWordy?: boolean
  readonly appearance?: ButtonProps['appearance']
}

/** Copies `value` and says so for two seconds. */
export function CopyButton({ value, label = text.copy, isWordy = false, appearance = 'subtle' }: Props) {
  const [isDone, setDone] = useState(false)
  useEffect(() => {
    if (!isDone) return
    const timer = setTimeout(() => setDone(false), 2000)
    return () => clearTimeout(timer)
  }, [isDone])
  const name = isDone ? text.copied : label
  const button = (
    <Button
      appearance={appearance}
      size="small"
      icon={isDone ? <CheckmarkRegular /> : <CopyRegular />}
      onClick={() => void copy(value).then(setDone)}
      {...(isWordy ? {} : { 'aria-label': name })}
    >
      {isWordy ? name : undefined}
    </Button>
  )
  return isWordy ? (
    button
  ) : (
    <Tooltip content={name} relationship="label">
      {button}
    </Tooltip>
  )
}

async function copy(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value)
    return true
  } catch {
    return copyBySelection(value)
  }
}

/** For pages opened over plain http from another machine, where browsers hide the clipboard. */
function copyBySelection(value: string): boolean {
  const area = document.createElement('textarea')
  area.value = value
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done
}
