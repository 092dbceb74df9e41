import { connectionRoutes } from './connections/routes.ts'
import { explainRoutes } from './explain/routes.ts'
import { explainAccess } from './explain/service.ts'
import { ground, isReadable } from './grounding/service.ts'
import { presentationReader } from './presentation/records.ts'
import { presentationRoutes } from './presentation/routes.ts'
import { previewRoutes } from './preview/routes.ts'
import { queryRoutes } from './query/routes.ts'
import { questionRoutes } from './question/routes.ts'
import { resultTypeRoutes } from './result-type/routes.ts'
import { retrievalRoutes } from './retrieval/routes.ts'
import { rolloutReader } from './rollout/records.ts'
import { rolloutRoutes } from './rollout/routes.ts'
import { suggestRoutes } from './suggest/routes.ts'
import type { Context, Search, SearchOptions } from './types.ts'
import { clusterRoutes } from './vertical/clusters.ts'
import { verticalRoutes } from './vertical/routes.ts'

/** Search, retrieval and explanations over an index that follows the store. */
export function createSearch(options: SearchOptions): Search {
  const { store } = options
  const context: Context = {
    now: Date.now,
    presentationOf: presentationReader(store),
    rolloutOf: rolloutReader(store),
    ...options,
  }
  const retrieval = retrievalRoutes(context)
  return {
    async routes(app) {
      await app.register((scope) => queryRoutes(scope, context))
      await app.register(retrieval)
    },
    async pageRoutes(app) {
      await explainRoutes(app, context)
      await previewRoutes(app, context)
      await connectionRoutes(app, context)
      await suggestRoutes(app, context)
      await questionRoutes(app, context)
      await rolloutRoutes(app, context)
      await presentationRoutes(app, context)
      await resultTypeRoutes(app, context)
      await verticalRoutes(app, context)
      await clusterRoutes(app, context)
    },
    explainAccess: (...asked) => explainAccess(context, ...asked),
    ground: (...asked) => ground(context, ...asked),
    isReadable: (...asked) => isReadable(context, ...asked),
  }
}
