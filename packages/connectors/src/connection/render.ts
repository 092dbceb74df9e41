import type { Version } from '../graph.ts'
import type { ConnectionRecord } from '../types.ts'

/** The entity as clients read it. Contract: connectors 1.1 and 1.3. */
export function connectionEntity(connection: ConnectionRecord, version: Version, isCreatorListed: boolean): object {
  const { authorizedAppIds, ownerAppId } = connection
  const apps = isCreatorListed ? new Set([ownerAppId, ...authorizedAppIds]) : authorizedAppIds
  const entity = {
    id: connection.id,
    name: connection.name,
    description: connection.description,
    state: connection.state,
    configuration: { ...connection.configuration, authorizedAppIds: [...apps] },
    contentCategory: connection.contentCategory,
    activitySettings: connection.activitySettings,
    searchSettings: connection.searchSettings,
    connectorId: connection.connectorId,
  }
  if (version === 'v1.0') return entity
  return {
    ...entity,
    complianceSettings: connection.complianceSettings,
    enabledContentExperiences: connection.enabledContentExperiences,
    ingestedItemsCount: connection.state === 'draft' ? null : connection.itemCount,
  }
}
