import {
  Button,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Text,
  Tooltip,
  tokens,
} from '@fluentui/react-components'
import { QuestionCircleRegular } from '../../icons.ts'
import { text } from '../../messages.ts'

const useStyles = makeStyles({
  root: { maxWidth: 'min(420px, calc(100vw - 32px))' },
  title: { margin: '0 0 8px' },
  list: {
    margin: 0,
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    columnGap: '16px',
    rowGap: '6px',
  },
  typed: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  meaning: { margin: 0, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
})

/** What may be typed: the part of the query language that people use. Contract: connectors 5.3. */
export function Help() {
  const styles = useStyles()
  return (
    <Popover positioning="below-end" withArrow trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Tooltip content={text.help.open} relationship="label">
          <Button appearance="subtle" size="large" icon={<QuestionCircleRegular />} />
        </Tooltip>
      </PopoverTrigger>
      <PopoverSurface className={styles.root} aria-label={text.help.title} tabIndex={-1}>
        <Text as="h2" weight="semibold" block className={styles.title}>
          {text.help.title}
        </Text>
        <dl className={styles.list}>
          {text.help.examples.flatMap(({ typed, meaning }) => [
            <dt key={typed} className={styles.typed}>
              {typed}
            </dt>,
            <dd key={`${typed}-meaning`} className={styles.meaning}>
              {meaning}
            </dd>,
          ])}
        </dl>
      </PopoverSurface>
    </Popover>
  )
}
