/** Pages for people: the API explorer, which works without a network, and one page for each problem. */

import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import helmet from '@fastify/helmet'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { type FailureCode, failures } from '../core/failure.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { openApi } from './openapi.ts'

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color:#1b1f24}
code{background:#eef1f4;padding:.1em .3em;border-radius:4px}a{color:#0b57d0}h1{font-size:1.5rem}`

function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${style}</style></head><body>${content}</body></html>`
}

function problemPage(code: FailureCode): string {
  const { title, advice, kind } = failures[code]
  return page(
    title,
    `<p><a href="/docs/problems">All problems</a></p><h1>${title}</h1><p>Code <code>${code}</code>, kind <code>${kind}</code>.</p>
<p><strong>What to do.</strong> ${advice}</p><p>The answer's <code>detail</code> says what happened in your case, and its
<code>request_id</code> finds the request in the server's log.</p>`,
  )
}

function problemsPage(): string {
  const rows = Object.entries(failures).map(
    ([code, { title }]) => `<li><a href="/docs/problems/${code}"><code>${code}</code></a> ${title}</li>`,
  )
  return page('Problems', `<p><a href="/docs">API explorer</a></p><h1>Problems</h1><ul>${rows.join('')}</ul>`)
}

function explorerPage(): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Muster API</title><link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head>
<body><div id="explorer"></div><script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/assets/swagger-ui-standalone-preset.js"></script><script src="/docs/explorer.js"></script></body></html>`
}

function explorerScript(dialects: readonly Dialect[]): string {
  const urls = dialects.map(({ id, title }) => ({ name: title, url: `/openapi/${id}.json` }))
  return `SwaggerUIBundle({urls:${JSON.stringify(urls)},dom_id:'#explorer',deepLinking:true,validatorUrl:null,
presets:[SwaggerUIBundle.presets.apis,SwaggerUIStandalonePreset],layout:'StandaloneLayout'})`
}

/** What a page may load: its own files only, so that the explorer works without a network and runs nothing foreign. */
const pageSecurity = {
  contentSecurityPolicy: {
    directives: {
      defaultSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'", 'data:'],
      upgradeInsecureRequests: null,
    },
  },
  // Whether a server is reached by TLS alone is the business of the proxy in front.
  strictTransportSecurity: false,
} as const

/** Mounts /docs and /openapi. */
export async function servePages(app: FastifyInstance, dialects: readonly Dialect[]): Promise<void> {
  await app.register(helmet, pageSecurity)
  const html = 'text/html; charset=utf-8'
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  app.register(fastifyStatic, {
    root: join(assets),
    prefix: '/docs/assets/',
    allowedPath: (path) => /^\/[\w-]+\.(js|css|png)$/.test(path),
    index: false,
  })
  app.get('/', (_request, reply) => reply.redirect('/docs'))
  app.get('/docs', (_request, reply) => reply.type(html).send(explorerPage()))
  app.get('/docs/explorer.js', (_request, reply) =>
    reply.type('text/javascript').send(explorerScript(dialects)),
  )
  app.get('/docs/problems', (_request, reply) => reply.type(html).send(problemsPage()))
  for (const code of Object.keys(failures) as FailureCode[]) {
    const content = problemPage(code)
    app.get(`/docs/problems/${code}`, (_request, reply) => reply.type(html).send(content))
  }
  for (const dialect of dialects) {
    const document = JSON.stringify(openApi(dialect))
    app.get(`/openapi/${dialect.id}.json`, (_request, reply) => reply.type('application/json').send(document))
  }
}
