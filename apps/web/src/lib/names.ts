/** `CodeInterpreter` is `Code interpreter`; `OneDriveAndSharePoint` keeps the names that are in it. */
export function capabilityInWords(name: string): string {
  const [first = '', ...others] = name
    .replace(/(OneDrive|SharePoint)/g, ' $1 ')
    .trim()
    .split(/\s+|(?<=\p{Ll})(?=\p{Lu})(?<!One|Share)/u)
  return [first, ...others.map((word) => (/^(?:OneDrive|SharePoint)$/.test(word) ? word : word.toLowerCase()))].join(
    ' ',
  )
}
