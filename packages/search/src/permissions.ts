import type { Permitted } from '@jumpseat/directory'

/** Delegated only: no app reads what people may read. Contract: connectors 5.10 and 8.3. */
export const READ_ITEMS: Permitted = {
  delegated: ['ExternalItem.Read.All', 'ExternalItem.ReadWrite.All'],
  application: [],
}

/** Content of SharePoint and OneDrive needs both. Contract: connectors 6.1. */
export const READ_FILES: readonly Permitted[] = [
  { delegated: ['Files.Read.All', 'Files.ReadWrite.All'], application: [] },
  { delegated: ['Sites.Read.All', 'Sites.ReadWrite.All'], application: [] },
]

/** What any data source of a retrieval asks for; who holds none of it is refused before the request is read. */
export const RETRIEVE: Permitted = {
  delegated: [READ_ITEMS, ...READ_FILES].flatMap(({ delegated }) => delegated),
  application: [],
}
