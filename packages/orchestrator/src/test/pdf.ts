// A document in the portable form, made in memory: ISO 32000-1, 7.5.

/** Pages, each with its lines in Helvetica or with content that is packed; `trailer` is added to the end. */
export function pdfOf(pages: readonly (readonly string[] | Uint8Array)[], trailer = ''): Uint8Array {
  const numberOf = (page: number) => 4 + 2 * page
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, n) => `${numberOf(n)} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...pages.flatMap((lines, n) => {
      const content = lines instanceof Uint8Array ? Buffer.from(lines).toString('latin1') : shown(lines)
      const filter = lines instanceof Uint8Array ? '/Filter /FlateDecode' : ''
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${numberOf(n) + 1} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
        `<< ${filter} /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ]
    }),
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, n) => {
    const at = text.length
    text += `${n + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${text.length}\n%%EOF\n`
  return Buffer.from(text + end, 'latin1')
}

const shown = (lines: readonly string[]) =>
  `BT /F1 12 Tf 14 TL 72 720 Td\n${lines.map((line) => `(${line.replace(/[()\\]/g, '\\$&')}) Tj T*`).join('\n')}\nET`
