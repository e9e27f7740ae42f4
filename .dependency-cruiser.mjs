// Who may import whom. The table and its reasons in prose: docs/architecture.md.
// A rule is added here with a sentence that tells its reader what to do instead.

const anyLibrary = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown']

/** Files in `from` may import, of all of src, only `from` itself and `to`. */
const only = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: '^src/', pathNot: [from, ...to] },
})

/** Only `places` may import the libraries. */
const library = (name, libraries, places, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: '^src/', pathNot: places },
  to: { path: `(^|/)node_modules/${libraries}/` },
})

export default {
  forbidden: [
    only(
      'core-is-alone',
      '^src/core/',
      [],
      'Core is what a group server is. It knows no wire, no vendor and no database.',
    ),
    {
      name: 'core-without-io',
      severity: 'error',
      comment: 'Core takes time, ids, randomness and I/O as arguments. Of all libraries it knows TypeBox.',
      from: { path: '^src/core/', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['core', ...anyLibrary], pathNot: '(^|/)node_modules/typebox/' },
    },
    only(
      'dialect-to-core',
      '^src/dialects/',
      ['^src/core/'],
      'A dialect translates. It knows core and dialects/dialect.ts and nothing else of ours.',
    ),
    {
      name: 'dialects-apart',
      severity: 'error',
      comment: 'Two dialects share only dialect.ts, so that one can be changed or removed alone.',
      from: { path: '^src/dialects/([^/]+)/' },
      to: { path: '^src/dialects/', pathNot: ['^src/dialects/$1/', '^src/dialects/dialect[.]ts$'] },
    },
    {
      name: 'dialect-names-none',
      severity: 'error',
      comment: 'dialect.ts says what a dialect is. It names none; app.ts does.',
      from: { path: '^src/dialects/dialect[.]ts$' },
      to: { path: '^src/dialects/' },
    },
    only(
      'network-to-core',
      '^src/networks/',
      ['^src/core/'],
      'A network implements core/network.ts and sees nothing else of ours.',
    ),
    {
      name: 'networks-apart',
      severity: 'error',
      comment: 'Two networks share nothing, so that one can be changed or removed alone.',
      from: { path: '^src/networks/([^/]+)/' },
      to: { path: '^src/networks/', pathNot: '^src/networks/$1/' },
    },
    only('store-to-core', '^src/stores/', ['^src/core/'], 'A store implements core/store.ts.'),
    {
      name: 'store-libraries',
      severity: 'error',
      comment: 'A store needs a database driver and no other library.',
      from: { path: '^src/stores/', pathNot: '[.]test[.]ts$' },
      to: {
        dependencyTypes: anyLibrary,
        pathNot: '(^|/)node_modules/(@types/)?(better-sqlite3|pg)/',
      },
    },
    only('events-to-core', '^src/events/', ['^src/core/'], 'The feed serves the log and knows only core.'),
    only(
      'jobs-to-core',
      '^src/jobs/',
      ['^src/core/'],
      'The queue keeps and hands out work; it knows only core.',
    ),
    only(
      'webhooks-to-dialect',
      '^src/webhooks/',
      ['^src/core/', '^src/jobs/', '^src/dialects/dialect[.]ts$'],
      'Webhooks are rendered by whatever dialect they are given; they name none.',
    ),
    only(
      'outbound-is-alone',
      '^src/outbound/',
      [],
      'Outbound calls are guarded in one place, which knows nothing of what is sent.',
    ),
    library(
      'one-guard',
      '(request-filtering-agent|ipaddr[.]js)',
      '^src/outbound/',
      'Only src/outbound decides which addresses are reached.',
    ),
    only(
      'http-to-dialect',
      '^src/http/',
      ['^src/core/', '^src/dialects/dialect[.]ts$', '^src/events/'],
      'HTTP serves dialects as data. It names no dialect and no network.',
    ),
    only(
      'cli-to-app',
      '^src/cli/',
      ['^src/config[.]ts$', '^src/app[.]ts$'],
      'The command line starts the app or calls it through the SDK, never what is behind app.ts.',
    ),
    only(
      'config-is-alone',
      '^src/config[.]ts$',
      ['^src/core/'],
      'The settings are data; parts are given them.',
    ),
    {
      name: 'sdk-in-cli',
      severity: 'error',
      comment: 'The SDK is for callers. Inside the server only the command line is one.',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^sdk/|(^|/)node_modules/muster-sdk/' },
    },
    {
      name: 'sdk-is-alone',
      severity: 'error',
      comment: 'The SDK is made from the OpenAPI document and works without the server.',
      from: { path: '^sdk/' },
      to: { path: '^(src|test|bench|scripts)/' },
    },
    library(
      'fastify-in-http',
      '(fastify|@fastify/[^/]+)',
      '^src/http/',
      'Only src/http knows the web framework.',
    ),
    library(
      'sharp-in-pictures',
      'sharp',
      '^src/pictures/',
      'Only src/pictures opens a picture, so that one place decides what is refused.',
    ),
    library(
      'drivers-in-stores',
      '(@types/)?(better-sqlite3|pg)',
      '^src/stores/',
      'Only a store speaks to a database.',
    ),
    {
      name: 'src-is-shipped',
      severity: 'error',
      comment: 'Shipped code never imports tests, benchmarks or scripts.',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'src-without-dev-libraries',
      severity: 'error',
      comment: 'Shipped code may use only what a production install has.',
      from: { path: '^src/', pathNot: '[.]test[.]ts$' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg'],
        dependencyTypesNot: ['type-only'],
        pathNot: '/@types/',
      },
    },
    {
      name: 'e2e-from-outside',
      severity: 'error',
      comment: 'End-to-end tests drive the built server over the wire, as a caller does.',
      from: { path: '^test/e2e/' },
      to: { path: '^src/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle is one module in two files.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Nothing imports this file and it imports nothing: remove it or use it.',
      from: {
        orphan: true,
        path: '^src/',
        pathNot: ['^src/main[.]ts$', '^src/cli/main[.]ts$', '[.](test|d)[.]ts$'],
      },
      to: {},
    },
    {
      name: 'imports-exist',
      severity: 'error',
      comment: 'This import leads nowhere.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|^sdk/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
