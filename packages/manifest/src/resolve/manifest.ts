import { isGuid, type JsonObject } from '@jumpseat/wire'
import { hasPlaceholder } from '../text/placeholders.ts'
import type { AppManifest } from '../types.ts'
import { at, type Cursor, flagAt, placeOf, textAt, textsAt } from './cursor.ts'

/** contract: packages 1.1. What is missing is an empty text: an app without it still runs. */
export function appManifestOf(cursor: Cursor, document: JsonObject, manifestVersion: string): AppManifest {
  const { report } = cursor.context
  const text = (...path: readonly string[]) => textAt(path.reduce(at, cursor)) ?? ''
  const id = text('id')
  if (id === '') report.add('manifest.no-id', placeOf(cursor))
  else if (!isGuid(id) && !hasPlaceholder(id)) report.add('manifest.id', placeOf(at(cursor, 'id')), { id })
  const version = text('version')
  if (!/^\d{1,9}\.\d{1,9}\.\d{1,9}$/.test(version) && !hasPlaceholder(version)) {
    report.add('manifest.version', placeOf(at(cursor, 'version')), { version })
  }
  const short = text('name', 'short')
  if (short === '') report.add('manifest.no-name', placeOf(at(cursor, 'name')))
  const application = at(cursor, 'webApplicationInfo')
  const applicationId = textAt(at(application, 'id'))
  return {
    ...placeOf(cursor),
    manifestVersion,
    id,
    version,
    name: { short, full: text('name', 'full') },
    description: { short: text('description', 'short'), full: text('description', 'full') },
    developer: {
      name: text('developer', 'name'),
      websiteUrl: text('developer', 'websiteUrl'),
      privacyUrl: text('developer', 'privacyUrl'),
      termsOfUseUrl: text('developer', 'termsOfUseUrl'),
    },
    accentColor: textAt(at(cursor, 'accentColor')),
    validDomains: textsAt(at(cursor, 'validDomains')),
    permissions: textsAt(at(cursor, 'permissions')),
    webApplicationInfo:
      applicationId === undefined ? undefined : { id: applicationId, resource: textAt(at(application, 'resource')) },
    defaultBlockUntilAdminAction: flagAt(at(cursor, 'defaultBlockUntilAdminAction')) ?? false,
    document,
  }
}
