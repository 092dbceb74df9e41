import { expect, it } from 'vitest'
import { capabilityInWords } from './names.ts'

it.each([
  ['CodeInterpreter', 'Code interpreter'],
  ['WebSearch', 'Web search'],
  ['Email', 'Email'],
  ['OneDriveAndSharePoint', 'OneDrive and SharePoint'],
  ['', ''],
])('%s is told as %s', (name, words) => {
  expect(capabilityInWords(name)).toBe(words)
})
