import { actorOf, permitRole } from '@jumpseat/directory'
import { canonicalMember } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { filesView } from '../agents/routes.ts'
import type { Context } from '../context.ts'
import { orchestratorErrors } from '../errors.ts'
import { askerOf } from '../http/asker.ts'
import { invalid, listMember, objectOf, textMember } from '../http/body.ts'
import { changesBy } from './read.ts'
import { setSwitch, switchedOff } from './records.ts'
import type { Access, Apps, InstalledApp } from './types.ts'

const ZIP_TYPES = ['application/zip', 'application/x-zip-compressed', 'application/octet-stream']

type Needs = Pick<Context, 'store' | 'skills' | 'settings'> & { readonly apps: Apps; readonly access: Access }

interface OfApp {
  Params: { id: string }
}

/** `/api/admin/apps` for administrators; `/api/chat/plugins` for each person. */
export function appRoutes({ store, skills, settings, apps, access }: Needs) {
  const allowed = (request: FastifyRequest) =>
    permitRole(request, 'globalAdministrator', 'aiAdministrator', 'teamsAdministrator')

  return async (app: FastifyInstance) => {
    app.addContentTypeParser(
      ZIP_TYPES,
      { parseAs: 'buffer', bodyLimit: settings.packageBytes },
      (_request, body, done) => done(null, body),
    )

    app.get('/api/admin/apps', async (request) => {
      const { tenantId } = allowed(request)
      return { value: apps.list(tenantId).map(adminView) }
    })

    app.post('/api/admin/apps', { bodyLimit: settings.packageBytes }, async (request, reply) => {
      const { tenantId } = allowed(request)
      const { body } = request
      if (!(body instanceof Uint8Array))
        throw invalid('The body is no zip.', 'Send the zip of the package as application/zip.', '')
      return reply.code(201).send(adminView(await apps.install(tenantId, body, actorOf(request))))
    })

    app.patch<OfApp>('/api/admin/apps/:id', async (request) => {
      const { tenantId } = allowed(request)
      const body = objectOf(request.body)
      if (body.privatePlaces !== undefined) {
        const given = listMember(body, 'privatePlaces') ?? []
        const places = given.filter((place) => typeof place === 'string')
        if (places.length < given.length)
          throw invalid('A place is no text.', 'Send "privatePlaces" as a list of texts.', 'privatePlaces')
        return adminView(await apps.setPlaces(tenantId, request.params.id, places, actorOf(request)))
      }
      const state = canonicalMember(['allowed', 'blocked'], textMember(body, 'state') ?? '')
      if (!state) throw invalid('The state is not known.', 'Send "state" as allowed or blocked.', 'state')
      return adminView(await apps.setState(tenantId, request.params.id, state, actorOf(request)))
    })

    app.post<OfApp>('/api/admin/apps/:id/refresh', async (request) => {
      const { tenantId } = allowed(request)
      return adminView(await apps.refresh(tenantId, request.params.id))
    })

    app.post<OfApp>('/api/admin/apps/:id/tools', async (request) => {
      const { tenantId } = allowed(request)
      const body = objectOf(request.body)
      const [server = '', name = '', hash = ''] = ['server', 'name', 'hash'].map((member) => textMember(body, member))
      return adminView(await apps.accept(tenantId, request.params.id, { server, name, hash }, actorOf(request)))
    })

    app.post<OfApp>('/api/admin/apps/:id/descriptions', async (request) => {
      const { tenantId } = allowed(request)
      const body = objectOf(request.body)
      const [url = '', hash = ''] = ['url', 'hash'].map((member) => textMember(body, member))
      return adminView(await apps.acceptDescription(tenantId, request.params.id, url, hash, actorOf(request)))
    })
    app.delete<OfApp>('/api/admin/apps/:id', async (request, reply) => {
      const { tenantId } = allowed(request)
      await apps.remove(tenantId, request.params.id, actorOf(request))
      return reply.code(204).send()
    })

    app.get('/api/chat/plugins', async (request) => {
      const asker = askerOf(request)
      const { tenantId, objectId } = asker.caller
      const off = new Set(switchedOff(store, tenantId, objectId))
      const usable = apps
        .list(tenantId)
        .filter(({ id, state }) => state === 'allowed' && access.mayUse(asker.caller, id))
      const served = new Set(skills.skills(asker, undefined).map(({ id }) => id))
      return { value: usable.flatMap((each) => pluginsOf(each, off, served)) }
    })

    app.put<OfApp>('/api/chat/plugins/:id', async (request, reply) => {
      const { caller } = askerOf(request)
      const [appId = '', action = ''] = request.params.id.split('/')
      const { isOn } = objectOf(request.body)
      if (typeof isOn !== 'boolean') throw invalid('isOn is missing.', 'Send "isOn" as true or false.', 'isOn')
      const found = apps.get(caller.tenantId, appId)
      if (!found || !actionsOf(found).some(({ id }) => id === action))
        throw orchestratorErrors.appNotFound({ id: `${appId}/${action}` })
      await store.write([setSwitch(caller.tenantId, caller.objectId, appId, action, isOn)])
      return reply.code(204).send()
    })
  }
}

const allSkills = ({ skills, live }: InstalledApp) => [...skills.skills, ...live]

const actionsOf = (app: InstalledApp) => [
  ...new Map(
    [...allSkills(app), ...app.skills.unavailable].map(({ source }) => [source.action.id, source.action]),
  ).values(),
]

function pluginsOf(app: InstalledApp, off: ReadonlySet<string>, served: ReadonlySet<string>): object[] {
  const { manifest } = app.pkg
  return actionsOf(app).map((action) => {
    const isOn = !off.has(`${app.id}/${action.id}`)
    const ofAction = ({ source }: { source: { action: { id: string } } }) => source.action.id === action.id
    return {
      id: `${app.id}/${action.id}`,
      appId: app.id,
      actionId: action.id,
      name: action.name,
      description: action.description,
      app: { id: app.id, name: app.name, version: app.version, publisher: manifest?.developer.name ?? '' },
      privacyUrl: manifest?.developer.privacyUrl || null,
      termsUrl: manifest?.developer.termsOfUseUrl || null,
      isOn,
      functions: [
        ...allSkills(app)
          .filter(ofAction)
          .map(({ id, name, title, description, effects }) => ({
            id,
            name,
            title,
            description,
            effects,
            problem: served.has(id) || !isOn ? null : 'Sign-in not available yet.',
          })),
        ...app.skills.unavailable.filter(ofAction).map(({ id, name, title, description, reason }) => ({
          id,
          name,
          title,
          description,
          effects: 'read',
          problem: reason.message,
        })),
      ],
    }
  })
}

const adminView = (app: InstalledApp) => {
  const { id, name, version, state, installedAt, changedAt, size, pkg, skills, agents, servers, descriptions } = app
  return {
    id,
    name,
    version,
    kind: pkg.kind,
    publisher: pkg.manifest?.developer.name ?? null,
    state,
    size,
    privatePlaces: app.places,
    installedAt: new Date(installedAt).toISOString(),
    changedAt: new Date(changedAt).toISOString(),
    agents: agents.map(({ id: agentId, name: agentName, capabilities, files, editorial }) => ({
      id: agentId,
      name: agentName,
      capabilities,
      files: filesView({ files, editorial }),
    })),
    functions: allSkills(app).map(({ id: skill, name: skillName, effects, authentication, source }) => ({
      id: skill,
      name: skillName,
      action: source.action.name,
      effects,
      signIn: authentication.kind,
      reference: 'reference' in authentication ? (authentication.reference ?? '') : null,
    })),
    unavailable: skills.unavailable.map(({ id: skill, name: skillName, reason }) => ({
      id: skill,
      name: skillName,
      problem: reason.message,
    })),
    servers: servers.map(({ key, accepted, held, problem, at }) => ({
      key,
      accepted: accepted.map(({ tool }) => tool.name),
      held: held.map(({ tool, hash, why, findings }) => ({
        name: tool.name,
        description: tool.description ?? '',
        hash,
        why,
        findings,
      })),
      problem: problem ?? null,
      at: new Date(at).toISOString(),
    })),
    descriptions: descriptions.map((description) => {
      const { url, accepted, held, problem, at } = description
      return {
        url,
        hash: accepted?.hash ?? null,
        held: held === undefined ? null : { hash: held.hash, ...changesBy(app, description) },
        problem: problem ?? null,
        at: new Date(at).toISOString(),
      }
    }),
    findings: pkg.findings.filter(({ level }) => level === 'load'),
  }
}
