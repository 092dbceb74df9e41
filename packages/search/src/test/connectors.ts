// The real connectors, driven over their own routes, with two switches that need no administrator.
import {
  type Connectors,
  connectorRoutes,
  connectorSettings,
  createConnectors,
  type StoredItem,
} from '@jumpseat/connectors'
import { sampleId } from '@jumpseat/directory'
import type { AppId, ObjectId, TenantId } from '@jumpseat/wire'
import type { FastifyInstance } from 'fastify'

export const OWNER_APP = '0ad7ad7a-0000-4000-8000-000000000001'
const NOBODY = '00000000-0000-4000-8000-00000000dead'
const PERMISSIONS = ['ExternalConnection.ReadWrite.OwnedBy', 'ExternalItem.ReadWrite.OwnedBy']

export interface PropertySpec {
  readonly name: string
  readonly type?: string
  readonly labels?: readonly string[]
  readonly isSearchable?: boolean
  readonly isRetrievable?: boolean
  readonly isQueryable?: boolean
  readonly isRefinable?: boolean
  readonly isExactMatchRequired?: boolean
  readonly aliases?: readonly string[]
}
export type ItemSpec = Partial<Pick<StoredItem, 'acl' | 'properties' | 'plainText' | 'sensitivityLabelId'>>
type Options = Omit<
  Parameters<typeof createConnectors>[0],
  'settings' | 'egress' | 'signNotification' | 'indexedCount' | 'report'
>

export function openConnectors(options: Options) {
  const off = new Set<string>()
  const unindexable = new Set<string>()
  const connectors: Connectors = createConnectors({
    report: (error) => {
      throw error
    },
    ...options,
    settings: connectorSettings({ provisioningDelay: 0 }),
    egress: { fetch: async () => new Response(null, { status: 202 }) },
    signNotification: async () => 'unused',
    indexedCount: () => 0,
  })
  const { reader } = connectors
  const shown = (item: StoredItem): StoredItem =>
    unindexable.has(item.itemId) ? { ...item, isIndexable: false } : item
  return {
    close: () => connectors.close(),
    routes: connectorRoutes(connectors),
    off,
    unindexable,
    reader: {
      ...reader,
      isServed: (connection: Parameters<typeof reader.isServed>[0]) =>
        !off.has(connection.uid) && reader.isServed(connection),
      itemOf(uid: string, itemId: string) {
        const item = reader.itemOf(uid, itemId)
        return item && shown(item)
      },
      itemAt(uid: string, itemId: string, seq: number) {
        const item = reader.itemAt(uid, itemId, seq)
        return item && shown(item)
      },
    },
  }
}

/** The owner's side: what a connector does, by the names of the test. */
export function connectorCalls(app: FastifyInstance, { reader, off }: ReturnType<typeof openConnectors>) {
  const caller = (tenantId: TenantId) => ({
    tenantId,
    kind: 'app' as const,
    objectId: OWNER_APP as ObjectId,
    appId: OWNER_APP as AppId,
    permissions: PERMISSIONS,
  })
  const call = async (tenantId: TenantId, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) => {
    const answer = await app.inject({
      method,
      url: `/v1.0/external/connections${path}`,
      headers: { 'x-connector': JSON.stringify(caller(tenantId)) },
      ...(body === undefined ? {} : { payload: body }),
    })
    if (answer.statusCode >= 300) throw new RangeError(`${method} ${path}: ${answer.body}`)
  }
  const uidOf = (tenantId: TenantId, id: string) => reader.connection(tenantId, id)?.uid ?? ''
  /** A connection without a schema. */
  const draft = (tenantId: TenantId, id: string, more: object = {}) =>
    call(tenantId, 'POST', '', { id, name: `Connection ${id}`, description: 'A connection of the tests', ...more })
  return {
    reader,
    draft,
    async connect(tenantId: TenantId, id: string, properties: readonly PropertySpec[]) {
      await draft(tenantId, id)
      await call(tenantId, 'PATCH', `/${id}/schema`, {
        baseType: 'microsoft.graph.externalItem',
        properties: properties.map((property) => ({ type: 'string', isRetrievable: true, ...property })),
      })
      const uid = uidOf(tenantId, id)
      while (!reader.schemaOf(uid)) await new Promise((resolve) => setTimeout(resolve, 2))
      return uid
    },
    /** Changes members of the connection itself. */
    configure: (tenantId: TenantId, id: string, body: object) => call(tenantId, 'PATCH', `/${id}`, body),
    disconnect: (tenantId: TenantId, id: string) => call(tenantId, 'DELETE', `/${id}`),
    put(
      tenantId: TenantId,
      id: string,
      itemId: string,
      { acl = [], properties, plainText, sensitivityLabelId }: ItemSpec,
    ) {
      // A list has at least one entry on the wire; nobody is a person that does not exist.
      const entries = acl.length > 0 ? acl : [{ type: 'user', value: NOBODY, accessType: 'grant' }]
      return call(tenantId, 'PUT', `/${id}/items/${itemId}`, {
        acl: entries,
        properties,
        ...(plainText ? { content: { type: 'text', value: plainText } } : {}),
        ...(sensitivityLabelId ? { informationProtectionLabel: { sensitivityLabelId } } : {}),
      })
    },
    /** As many views of an item by one person, one a minute. */
    act: (tenantId: TenantId, id: string, itemId: string, count: number) =>
      call(tenantId, 'POST', `/${id}/items/${itemId}/addActivities`, {
        activities: Array.from({ length: count }, (_, n) => ({
          type: 'viewed',
          startDateTime: new Date(Date.UTC(2027, 0, 1, 0, n)).toISOString(),
          performedBy: { type: 'user', id: sampleId('user', 'Maren Voss') },
        })),
      }),
    remove: (tenantId: TenantId, id: string, itemId: string) => call(tenantId, 'DELETE', `/${id}/items/${itemId}`),
    switchOff: (tenantId: TenantId, id: string) => off.add(uidOf(tenantId, id)),
    switchOn: (tenantId: TenantId, id: string) => off.delete(uidOf(tenantId, id)),
  }
}
