import { SearchRegular } from '../icons.ts'
import { text } from '../messages.ts'
import { LinkButton } from './links.tsx'
import { Notice } from './Notice.tsx'

export function Missing() {
  return (
    <Notice icon={<SearchRegular />} title={text.missing.title}>
      <p style={{ margin: 0 }}>{text.missing.body}</p>
      <LinkButton to="/search">{text.denied.back}</LinkButton>
    </Notice>
  )
}
