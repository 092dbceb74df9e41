// A model as a file, written byte by byte: numbers of fields and of kinds by onnx.proto.
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))]
const number = (field: number, value: number) => [...varint(field << 3), ...varint(value)]
const bytes = (field: number, value: readonly number[]) => [
  ...varint((field << 3) | 2),
  ...varint(value.length),
  ...value,
]
const text = (field: number, value: string) => bytes(field, [...Buffer.from(value)])

const FLOAT = 1
const INT64 = 7
const kind = (element: number) => bytes(2, bytes(1, [...number(1, element), ...bytes(2, SHAPE)]))
/** Any number of texts of any number of tokens. */
const SHAPE = [...bytes(1, text(2, 'texts')), ...bytes(1, text(2, 'tokens'))]
const OUTPUT_SHAPE = [...SHAPE, ...bytes(1, text(2, 'numbers'))]

/** A model that looks each token up in a table of vectors. */
export function tableModel(rows: readonly (readonly number[])[]): Uint8Array {
  const floats = Buffer.from(Float32Array.from(rows.flat()).buffer)
  const table = [
    ...number(1, rows.length),
    ...number(1, rows[0]?.length ?? 0),
    ...number(2, FLOAT),
    ...text(8, 'table'),
    ...bytes(9, [...floats]),
  ]
  const gather = [...text(1, 'table'), ...text(1, 'input_ids'), ...text(2, 'last_hidden_state'), ...text(4, 'Gather')]
  const output = bytes(2, bytes(1, [...number(1, FLOAT), ...bytes(2, OUTPUT_SHAPE)]))
  const graph = [
    ...bytes(1, gather),
    ...text(2, 'table'),
    ...bytes(5, table),
    ...bytes(11, [...text(1, 'input_ids'), ...kind(INT64)]),
    ...bytes(11, [...text(1, 'attention_mask'), ...kind(INT64)]),
    ...bytes(12, [...text(1, 'last_hidden_state'), ...output]),
  ]
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, [...text(1, ''), ...number(2, 17)])])
}
