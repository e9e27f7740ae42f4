/** `muster serve`: runs the server until it is told to stop. */
import { createLog, type Server, startServer } from '../app.ts'
import { type Config, readConfig, settings } from '../config.ts'
import { exits, Told, wordsOf } from './told.ts'

/** Starts the server, prints what a newcomer needs, and stops it cleanly on SIGTERM and SIGINT. */
export async function serve(): Promise<void> {
  const config = configured()
  const log = createLog(config.logLevel)
  const server = await startServer(config, log).catch((error: unknown) => notStarted(config, error))
  print(welcome(config, server))
  const stop = once(async () => {
    await server.stop()
    log.flush()
    process.exit(0)
  })
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

function configured(): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    throw new Told(exits.usage, wordsOf(error))
  }
}

const byCode: Readonly<Record<string, (config: Config) => string>> = {
  EADDRINUSE: ({ host, port }) =>
    `${host}:${port} is in use: stop what listens there, or choose another ${settings.port.name}.`,
  EADDRNOTAVAIL: ({ host }) =>
    `${host} is not an address of this machine: choose another ${settings.host.name}.`,
  EACCES: ({ host, port }) =>
    `${host}:${port} or the data directory is not allowed for this user: choose others.`,
}

function notStarted(config: Config, error: unknown): never {
  // What was opened before the failure would keep the process alive; it ends once the sentence is out.
  setImmediate(() => process.exit())
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  throw new Told(
    exits.refused,
    byCode[code]?.(config) ?? `The server did not start: ${wordsOf(error)}`,
    error,
  )
}

function once(work: () => Promise<void>): () => void {
  let begun = false
  return () => {
    if (begun) return
    begun = true
    void work()
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function welcome(config: Config, { url, firstKey }: Server): string {
  const key = firstKey ?? '$MUSTER_KEY'
  const where = config.databaseUrl === null ? config.dataDirectory : 'PostgreSQL'
  return [
    `Muster is listening on ${url} (data in ${where}, API explorer at ${url}/docs)`,
    ...(firstKey === null ? [] : ['', 'The first admin key, shown only now:', `  ${firstKey}`]),
    '',
    'Try it:',
    `  curl -X POST ${url}/v1/accounts -H "Authorization: Bearer ${key}" -H 'Content-Type: application/json' -d '{"name":"Support"}'`,
    '',
  ].join('\n')
}
