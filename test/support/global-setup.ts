/** One PostgreSQL for the whole run of the tests: the one that is given, or one that is started for it. */
import { dropDatabases } from './postgres.ts'
import { startPostgres } from './postgres-server.ts'

export default async function setup(): Promise<() => Promise<void>> {
  const given = process.env.MUSTER_TEST_DATABASE_URL
  if (given !== undefined && given !== '') return dropDatabases
  const server = await startPostgres()
  // The processes of the tests are started after this, and inherit it.
  process.env.MUSTER_TEST_DATABASE_URL = server.url
  return () => server.stop()
}
