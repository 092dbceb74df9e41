import { SERVER_SETTINGS, type Setting } from './settings.ts'

/** The text of `jumpseat serve --help`, from the table of settings. */
export function helpText(): string {
  const flags = Object.values<Setting>(SERVER_SETTINGS).filter(({ flag }) => flag !== undefined)
  const rows = flags.map(({ flag, isSwitch, describe, default: value }) => {
    const word = `--${flag}${isSwitch ? '' : ' VALUE'}`
    const standard = isSwitch || value === '' ? '' : ` [${String(value)}]`
    return `  ${word.padEnd(20)} ${describe}${standard}`
  })
  return [
    'Usage: jumpseat serve [flags]',
    '',
    ...rows,
    '',
    'Every setting can also stand in the environment (JUMPSEAT_HTTPS_PORT) or in jumpseat.config.json ("httpsPort").',
    'Flags win over the environment, the environment over the file. All settings: docs/reference/configuration.md',
    '',
  ].join('\n')
}
