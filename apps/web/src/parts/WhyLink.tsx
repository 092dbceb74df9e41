import { Button, makeStyles, tokens, useRestoreFocusTarget } from '@fluentui/react-components'
import { QuestionCircleRegular } from '../icons.ts'
import { text } from '../messages.ts'
import { useLinkTo } from './links.tsx'

const useStyles = makeStyles({
  root: { flexShrink: 0, minWidth: 'auto', paddingInline: '6px', color: tokens.colorNeutralForeground3 },
})

/** The quiet question beside everything that was decided. `about` names what, for those who hear the page. */
export function WhyLink({ to, about }: { readonly to: string; readonly about: string }) {
  return (
    <Button
      as="a"
      appearance="subtle"
      size="small"
      className={useStyles().root}
      icon={<QuestionCircleRegular />}
      aria-label={text.search.whyFor(about)}
      {...useRestoreFocusTarget()}
      {...useLinkTo(to)}
    >
      {text.search.why}
    </Button>
  )
}
