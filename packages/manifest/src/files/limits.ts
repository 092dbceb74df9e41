/** contract: packages 1.8 (size, expansion, entries); the rest is ours. Bytes unless said otherwise. */
export interface PackageLimits {
  readonly packed: number
  readonly unpacked: number
  readonly entries: number
  /** Times that an entry of more than 1 MB may grow when it is unpacked. Real documents stay below 40. */
  readonly ratio: number
  /** Characters of a path, and the folders in it. */
  readonly path: number
  readonly depth: number
  /** One JSON, YAML or text document. */
  readonly document: number
}

export const PACKAGE_LIMITS: PackageLimits = {
  packed: 30_000_000,
  unpacked: 100_000_000,
  entries: 500,
  ratio: 100,
  path: 512,
  depth: 16,
  document: 4_000_000,
}
