/** `muster serve`: runs the server until it is told to stop. */
import { createLog, type Server, startServer } from '../app.ts'
import { type Config, readConfig } from '../config.ts'

/** Starts the server, prints what a newcomer needs, and stops it cleanly on SIGTERM and SIGINT. */
export async function serve(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog(config.logLevel)
  const server = await startServer(config, log)
  print(welcome(config, server))
  const stop = once(async () => {
    await server.stop()
    log.flush()
    process.exit(0)
  })
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
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
  return [
    `Muster is listening on ${url} (data in ${config.dataDirectory}, API explorer at ${url}/docs)`,
    ...(firstKey === null ? [] : ['', 'The first admin key, shown only now:', `  ${firstKey}`]),
    '',
    'Try it:',
    `  curl -X POST ${url}/v1/accounts -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '{"name":"Support"}'`,
    '',
  ].join('\n')
}
