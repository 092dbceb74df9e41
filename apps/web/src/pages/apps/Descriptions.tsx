import { Text } from '@fluentui/react-components'
import { acceptDescription, type InstalledApp } from '../../api/apps.ts'
import type { Outcome } from '../../api/http.ts'
import { text } from '../../messages.ts'
import { Held, Outside, OutsideList } from './Outside.tsx'

interface Props {
  readonly app: InstalledApp
  readonly onChanged: (outcome: Outcome<unknown>) => void
}

/** API descriptions that were fetched for an app, and those that changed and wait for somebody to look at them. */
export function Descriptions({ app, onChanged }: Props) {
  if (app.descriptions.length === 0) return null
  return (
    <OutsideList label={text.apps.descriptions(app.descriptions.length)}>
      {app.descriptions.map(({ url, held, problem }) => (
        <Outside key={url} app={app.id} name={text.apps.description(url)} problem={problem} onChanged={onChanged}>
          {held ? (
            <Held
              acceptance={text.apps.acceptDescription}
              onAccept={() => acceptDescription(app.id, { url, hash: held.hash })}
              onChanged={onChanged}
            >
              <Text block>{text.apps.held.changed}</Text>
              {text.apps.descriptionChanges(held).map((line) => (
                <Text key={line} block size={200}>
                  {line}
                </Text>
              ))}
            </Held>
          ) : null}
        </Outside>
      ))}
    </OutsideList>
  )
}
