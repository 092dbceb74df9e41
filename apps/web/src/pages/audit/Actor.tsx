import type { AuditEntry } from '../../api/types.ts'
import { text } from '../../messages.ts'
import { Chip } from '../../parts/Chip.tsx'

interface Props {
  readonly actor: AuditEntry['actor']
  readonly names: ReadonlyMap<string, string>
}

/** Who did it: a person by display name where the directory knows one, else an app or the server itself. */
export function Actor({ actor, names }: Props) {
  const person = names.get(actor.id.toLowerCase())
  if (person !== undefined || actor.name.includes('@')) {
    return <Chip kind="user" name={person ?? actor.name} detail={actor.name} />
  }
  return <Chip kind="app" name={actor.name === 'system' ? text.audit.system : actor.name} />
}
