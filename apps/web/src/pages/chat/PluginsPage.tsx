import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Button,
  Card,
  makeStyles,
  Switch,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import { type Allowed, forgetAllowed, type Plugin, readAllowed, readPlugins, switchPlugin } from '../../api/chat.ts'
import type { Problem } from '../../api/http.ts'
import { AppsAddInRegular } from '../../icons.ts'
import { webAddress } from '../../lib/address.ts'
import { isSlow, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { EffectsBadge } from '../../parts/EffectsBadge.tsx'
import { Lines } from '../../parts/Lines.tsx'
import { Notice } from '../../parts/Notice.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { WayOut } from '../../parts/WayOut.tsx'

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    maxWidth: '720px',
  },
  head: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: '12px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  links: { display: 'flex', flexWrap: 'wrap', gap: '16px' },
  functions: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '12px' },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  section: { display: 'flex', flexDirection: 'column', gap: '12px', maxWidth: '720px' },
  heading: { margin: 0 },
})

/** What chat may call for this person: on or off, what it may do, and what is not asked about any more. */
export default function PluginsPage() {
  const styles = useStyles()
  const plugins = useResource('plugins', readPlugins)
  const allowed = useResource('allowed', readAllowed)
  const [problem, setProblem] = useState<Problem>()
  const done = (outcome: { readonly ok: true } | { readonly ok: false; readonly problem: Problem }) => {
    setProblem(outcome.ok ? undefined : outcome.problem)
    plugins.refresh()
    allowed.refresh()
  }
  const { resource } = plugins
  return (
    <Page title={text.chat.plugins.title} lead={text.chat.plugins.lead}>
      {problem ? <ProblemView problem={problem} /> : null}
      {resource.state === 'failed' ? <ProblemView problem={resource.problem} onRetry={plugins.reload} /> : null}
      {isSlow(resource) ? <Lines blocks={3} /> : null}
      {resource.state === 'ready' && resource.value.value.length === 0 ? (
        <Notice icon={<AppsAddInRegular />} title={text.chat.plugins.none} />
      ) : null}
      {resource.state === 'ready' ? (
        <ul className={styles.list}>
          {resource.value.value.map((plugin) => (
            <li key={plugin.id}>
              <PluginCard plugin={plugin} onSwitch={async (isOn) => done(await switchPlugin(plugin.id, isOn))} />
            </li>
          ))}
        </ul>
      ) : null}
      {allowed.resource.state === 'ready' ? (
        <AllowedList
          allowed={allowed.resource.value.value}
          onForget={async (skill) => done(await forgetAllowed(skill))}
        />
      ) : null}
    </Page>
  )
}

function PluginCard({ plugin, onSwitch }: { readonly plugin: Plugin; readonly onSwitch: (isOn: boolean) => void }) {
  const styles = useStyles()
  const { name, description, isOn, functions } = plugin
  const words = text.chat.plugins
  const links = [
    { label: text.chat.confirm.privacy, address: webAddress(plugin.privacyUrl ?? undefined) },
    { label: text.chat.confirm.terms, address: webAddress(plugin.termsUrl ?? undefined) },
  ]
  return (
    <Card>
      <div className={styles.head}>
        <Text as="h2" weight="semibold" size={400} className={styles.heading}>
          {name}
        </Text>
        <Switch
          checked={isOn}
          aria-label={isOn ? words.on(name) : words.off(name)}
          onChange={(_, data) => onSwitch(data.checked)}
        />
      </div>
      <Text size={200} className={styles.quiet}>
        {words.from(plugin.app.name, plugin.app.publisher)}
      </Text>
      <Text>{description}</Text>
      <div className={styles.links}>
        {links.map(({ label, address }) =>
          address ? <WayOut key={label} address={address} label={`${label} (${address.host})`} /> : null,
        )}
      </div>
      <Accordion collapsible>
        <AccordionItem value="functions">
          <AccordionHeader as="h3">{words.functions(functions.length)}</AccordionHeader>
          <AccordionPanel>
            <ul className={styles.functions}>
              {functions.map((one) => (
                <li key={one.id}>
                  <div className={styles.row}>
                    <Text weight="semibold">{one.name}</Text>
                    <EffectsBadge effects={one.effects} />
                  </div>
                  <Text size={200} block>
                    {one.description}
                  </Text>
                  {one.problem ? (
                    <Text size={200} block className={styles.quiet}>
                      {one.problem}
                    </Text>
                  ) : null}
                </li>
              ))}
            </ul>
          </AccordionPanel>
        </AccordionItem>
      </Accordion>
    </Card>
  )
}

function AllowedList({
  allowed,
  onForget,
}: {
  readonly allowed: readonly Allowed[]
  readonly onForget: (skill: string) => void
}) {
  const styles = useStyles()
  const words = text.chat.plugins
  return (
    <section className={styles.section}>
      <Text as="h2" weight="semibold" size={400} className={styles.heading}>
        {words.allowed}
      </Text>
      <Text className={styles.quiet}>{allowed.length === 0 ? words.allowedNone : words.allowedLead}</Text>
      <ul className={styles.functions}>
        {allowed.map(({ skill, name, app }) => (
          <li key={skill} className={styles.row}>
            <Text>{text.chat.call(app, name)}</Text>
            <Button size="small" onClick={() => onForget(skill)}>
              {words.forget(name)}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
