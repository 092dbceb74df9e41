/** Markdown without its marks, so that search results read well. */
export function plainText(markdown) {
  return markdown
    .replace(/^#+ +/gm, '') // headings
    .replace(/^\|[-: |]+\|\n/gm, '') // the rule below a table's head
    .replace(/^\| *(.*?) *\|$/gm, (_, row) => row.replaceAll(/ *\| */g, ', ')) // table rows
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1') // links
    .replace(/\*\*|`/g, '')
    .trim()
}
