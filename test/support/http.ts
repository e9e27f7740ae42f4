/** The HTTP server in this process, over a store that a test chooses. */
import { createLog } from '../../src/app.ts'
import { limits } from '../../src/config.ts'
import type { Environment } from '../../src/core/environment.ts'
import { createFeedSignal } from '../../src/events/feed.ts'
import { createHttp, createMetrics, type HttpServer, rateLimit } from '../../src/http/index.ts'
import { sha256 } from '../../src/secrets.ts'

export interface Served {
  readonly http: HttpServer
  readonly url: string
  readonly metrics: ReturnType<typeof createMetrics>
}

/** Serves these dialects on a free port, quietly, with the usual limits but for those given. */
export async function serveHere(
  env: Environment,
  dialects: Parameters<typeof createHttp>[0]['dialects'],
  more: Partial<Parameters<typeof createHttp>[0]['limits']> = {},
  log: Parameters<typeof createHttp>[0]['log'] = createLog('silent'),
): Promise<Served> {
  const metrics = createMetrics()
  const http = await createHttp({
    ...{ env, dialects, publicUrl: null, hashSecret: sha256 },
    log,
    limits: { ...limits, ...more },
    metrics,
    feed: createFeedSignal(),
    rateLimit: rateLimit(0),
    accepting: () => true,
    ready: async () => true,
  })
  return { http, url: await http.listen('127.0.0.1', 0), metrics }
}
