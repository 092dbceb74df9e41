// A connectors reader in memory that writes the real change feed, for tests that are about search and not about intake.
import { randomBytes } from 'node:crypto'
import type { ConnectionRecord, ConnectorsReader, SchemaProperty, StoredItem } from '@jumpseat/connectors'
import type { Store } from '@jumpseat/store'
import type { AppId, ConnectionId, ItemId, TenantId } from '@jumpseat/wire'

export type PropertySpec = Partial<SchemaProperty> & Pick<SchemaProperty, 'name'>
export type ItemSpec = Partial<
  Pick<StoredItem, 'acl' | 'properties' | 'plainText' | 'sensitivityLabelId' | 'isIndexable'>
>

export function connectorsInMemory(store: Store) {
  const connections = new Map<string, ConnectionRecord>()
  const schemas = new Map<string, readonly SchemaProperty[]>()
  const items = new Map<string, Map<string, StoredItem>>()
  const off = new Set<string>()

  const live = (tenantId: TenantId) => [...connections.values()].filter((each) => each.tenantId === tenantId)
  const connection = (tenantId: TenantId, id: string) =>
    live(tenantId).find((each) => each.id.toLowerCase() === id.toLowerCase())
  const needed = (tenantId: TenantId, id: string) => {
    const found = connection(tenantId, id)
    if (!found) throw new RangeError(`no connection ${id}`)
    return found
  }

  const reader: ConnectorsReader = {
    connections: live,
    connection,
    connectionByUid: (uid) => connections.get(uid),
    schemaOf: (uid) => {
      const properties = schemas.get(uid)
      return properties && { properties }
    },
    itemOf: (uid, itemId) => (connections.has(uid) ? items.get(uid)?.get(itemId) : undefined),
    itemsOf: (uid, after, limit) =>
      [...(items.get(uid)?.values() ?? [])]
        .toSorted((a, b) => (a.itemId < b.itemId ? -1 : 1))
        .filter(({ itemId }) => itemId > (after ?? ''))
        .slice(0, limit),
    isServed: ({ uid }) => !off.has(uid),
  }
  return {
    reader,
    async connect(
      tenantId: TenantId,
      id: string,
      properties: readonly PropertySpec[],
      more: Partial<ConnectionRecord> = {},
    ) {
      const uid = more.uid ?? randomBytes(16).toString('hex')
      connections.set(uid, { ...blankConnection(tenantId, id, uid), ...more })
      schemas.set(
        uid,
        properties.map((property) => ({ ...BLANK_PROPERTY, ...property })),
      )
      items.set(uid, new Map())
      await store.write([store.change(tenantId, 'connection', '', uid), store.change(tenantId, 'schema', uid, '')])
      return uid
    },
    async disconnect(tenantId: TenantId, id: string) {
      const { uid } = needed(tenantId, id)
      connections.delete(uid)
      await store.write([store.change(tenantId, 'connection', '', uid)])
    },
    async put(tenantId: TenantId, id: string, itemId: string, spec: ItemSpec) {
      const { uid } = needed(tenantId, id)
      items.get(uid)?.set(itemId, { ...blankItem(tenantId, uid, itemId), ...spec })
      await store.write([store.change(tenantId, 'item', uid, itemId)])
    },
    async remove(tenantId: TenantId, id: string, itemId: string) {
      const { uid } = needed(tenantId, id)
      items.get(uid)?.delete(itemId)
      await store.write([store.change(tenantId, 'item', uid, itemId)])
    },
    switchOff: (tenantId: TenantId, id: string) => off.add(needed(tenantId, id).uid),
    switchOn: (tenantId: TenantId, id: string) => off.delete(needed(tenantId, id).uid),
    clear(tenantId: TenantId, id: string) {
      items.get(needed(tenantId, id).uid)?.clear()
    },
  }
}

const BLANK_PROPERTY: Omit<SchemaProperty, 'name'> = {
  type: 'string',
  isSearchable: false,
  isQueryable: false,
  isRetrievable: true,
  isRefinable: false,
  isExactMatchRequired: false,
  labels: [],
  aliases: [],
  importanceScore: null,
  description: null,
}

function blankConnection(tenantId: TenantId, id: string, uid: string): ConnectionRecord {
  return {
    tenantId,
    id: id as ConnectionId,
    uid,
    state: 'ready',
    ownerAppId: 'owner-app' as AppId,
    authorizedAppIds: [],
    contentCategory: 'uncategorized',
    connectorId: null,
    itemCount: 0,
    refusedCount: 0,
    createdAt: 0,
    changedAt: 0,
    name: `Connection ${id}`,
    description: null,
    configuration: {},
    activitySettings: null,
    searchSettings: null,
    complianceSettings: null,
    enabledContentExperiences: null,
  }
}

function blankItem(tenantId: TenantId, connectionUid: string, itemId: string): StoredItem {
  return {
    tenantId,
    connectionUid,
    itemId: itemId as ItemId,
    acl: [],
    properties: {},
    content: null,
    plainText: '',
    sensitivityLabelId: null,
    isIndexable: true,
    receivedAt: 0,
  }
}
