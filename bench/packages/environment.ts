/** A value for a name that only a build would know, so that a source package is whole: addresses for addresses, GUIDs for ids. */
export function syntheticEnvironment(names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name, n) => [name, valueFor(name, n)]))
}

const KINDS: readonly (readonly [RegExp, (n: number) => string])[] = [
  [/SUFFIX/, () => ''],
  [/ENV$/, () => 'dev'],
  [/DOMAIN|HOST/, (n) => `service${n}.example`],
  [/URL|ENDPOINT|URI/, (n) => `https://service${n}.example`],
  [/TEMPERATURE|TOP_P|TOKENS|PENALTY/, () => '1'],
  [/NAME|MODEL|VERSION/, (n) => `name${n}`],
  [/ID$|GUID/, (n) => `6f0c2f3a-9a53-4b0e-8d10-${String(n).padStart(12, '0')}`],
]

function valueFor(name: string, n: number): string {
  const kind = KINDS.find(([pattern]) => pattern.test(name.toUpperCase()))
  return kind?.[1](n) ?? `value${n}`
}
