import { Button, Field, Input, Text } from '@fluentui/react-components'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { deleteConnection } from '../../api/endpoints.ts'
import type { ConnectionDetail } from '../../api/types.ts'
import { DeleteRegular } from '../../icons.ts'
import { text } from '../../messages.ts'
import { FormDialog } from '../../parts/FormDialog.tsx'

/** Deleting cannot be undone, so the name is typed. */
export function DeleteButton({ detail }: { readonly detail: ConnectionDetail }) {
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  return (
    <FormDialog
      opener={<Button icon={<DeleteRegular />}>{text.connections.remove}</Button>}
      title={text.connections.removeTitle(detail.name)}
      confirm={text.connections.remove}
      isReady={typed.trim() === detail.name.trim()}
      send={() => deleteConnection(detail.id)}
      onOpen={() => setTyped('')}
      onDone={() => void navigate('/connections')}
    >
      <Text>{text.connections.removeBody(detail.counts.received)}</Text>
      <Field label={text.connections.removeType(detail.name)}>
        <Input value={typed} autoComplete="off" onChange={(_, data) => setTyped(data.value)} />
      </Field>
    </FormDialog>
  )
}
