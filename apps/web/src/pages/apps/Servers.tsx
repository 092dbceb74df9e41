import { Text } from '@fluentui/react-components'
import { acceptTool, type InstalledApp } from '../../api/apps.ts'
import type { Outcome } from '../../api/http.ts'
import { text } from '../../messages.ts'
import { Held, Outside, OutsideList } from './Outside.tsx'

interface Props {
  readonly app: InstalledApp
  readonly onChanged: (outcome: Outcome<unknown>) => void
}

/** The live servers of an app: what they serve, and the tools that wait for somebody to look at them. */
export function Servers({ app, onChanged }: Props) {
  if (app.servers.length === 0) return null
  return (
    <OutsideList label={text.apps.servers(app.servers.length)}>
      {app.servers.map(({ key, accepted, held, problem }) => (
        <Outside
          key={key}
          app={app.id}
          name={text.apps.serverTools(key, accepted.length)}
          problem={problem}
          onChanged={onChanged}
        >
          {held.map(({ name, description, hash, why }) => (
            <Held
              key={hash}
              acceptance={text.apps.accept(name)}
              onAccept={() => acceptTool(app.id, { server: key, name, hash })}
              onChanged={onChanged}
            >
              <Text block weight="semibold">
                {name}
              </Text>
              <Text block>{description}</Text>
              <Text block size={200}>
                {text.apps.held[why]}
              </Text>
            </Held>
          ))}
        </Outside>
      ))}
    </OutsideList>
  )
}
