// Documents of the Open XML kind, made in memory.
import { zipSync } from 'fflate'

const zip = (files: Readonly<Record<string, string>>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])))

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'

export const paragraph = (text: string, style?: string): string =>
  `<w:p>${style === undefined ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`

export const docxOf = (body: string, more: Readonly<Record<string, string>> = {}): Uint8Array =>
  zip({
    '[Content_Types].xml': '<Types/>',
    'word/document.xml': `<?xml version="1.0"?><w:document ${W}><w:body>${body}</w:body></w:document>`,
    ...more,
  })

/** Slides, each with its lines. */
export const pptxOf = (
  slides: readonly { readonly lines: readonly string[]; readonly isHidden?: boolean }[],
): Uint8Array =>
  zip(
    Object.fromEntries(
      slides.map(({ lines, isHidden = false }, n) => [
        `ppt/slides/slide${n + 1}.xml`,
        `<p:sld xmlns:p="urn:p" ${A}${isHidden ? ' show="0"' : ''}><p:txBody>${lines
          .map((line) => `<a:p><a:r><a:t>${line}</a:t></a:r></a:p>`)
          .join('')}</p:txBody></p:sld>`,
      ]),
    ),
  )

export interface Sheet {
  readonly name: string
  readonly state?: string
  /** `<row>` elements. */
  readonly rows: string
}

export const xlsxOf = (sheets: readonly Sheet[], strings: readonly string[] = []): Uint8Array =>
  zip({
    'xl/workbook.xml': `<workbook xmlns:r="urn:r"><sheets>${sheets
      .map(({ name, state }, n) => `<sheet name="${name}"${state ? ` state="${state}"` : ''} r:id="rId${n}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${sheets
      .map((_, n) => `<Relationship Id="rId${n}" Target="worksheets/sheet${n}.xml"/>`)
      .join('')}</Relationships>`,
    'xl/sharedStrings.xml': `<sst>${strings.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\\-mmm\\-yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    ...Object.fromEntries(
      sheets.map(({ rows }, n) => [
        `xl/worksheets/sheet${n}.xml`,
        `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
      ]),
    ),
  })
