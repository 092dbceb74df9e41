import { Button, Field, Input, Textarea } from '@fluentui/react-components'
import { useState } from 'react'
import { changeConnection } from '../../api/endpoints.ts'
import type { ConnectionDetail } from '../../api/types.ts'
import { EditRegular } from '../../icons.ts'
import { text } from '../../messages.ts'
import { FormDialog } from '../../parts/FormDialog.tsx'

/** Contract: connectors 1.1. */
const LONGEST_NAME = 128

/** Changes the name and the description; what is shown and what agents decide by. */
export function EditButton({ detail, onDone }: { readonly detail: ConnectionDetail; readonly onDone: () => void }) {
  const [name, setName] = useState(detail.name)
  const [description, setDescription] = useState(detail.description ?? '')
  return (
    <FormDialog
      opener={<Button icon={<EditRegular />}>{text.connections.edit}</Button>}
      title={text.connections.editTitle}
      confirm={text.save}
      isReady={name.trim() !== ''}
      send={() => changeConnection(detail.id, { name: name.trim(), description: description.trim() })}
      onOpen={() => {
        setName(detail.name)
        setDescription(detail.description ?? '')
      }}
      onDone={onDone}
    >
      <Field label={text.connections.name} required>
        <Input value={name} maxLength={LONGEST_NAME} onChange={(_, data) => setName(data.value)} />
      </Field>
      <Field label={text.connections.description} hint={text.connections.descriptionHint}>
        <Textarea rows={4} value={description} onChange={(_, data) => setDescription(data.value)} />
      </Field>
    </FormDialog>
  )
}
