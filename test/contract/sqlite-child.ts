/** A server's process for the test that kills it: it writes for ever and says what was acknowledged. */
import { openSqlite } from '../../src/stores/sqlite.ts'
import { begin, personOf } from './world.ts'

const store = await openSqlite({ directory: process.argv[2] ?? '' })
const { workspace } = await begin(store)
console.log(`workspace ${workspace.id}`)
for (;;) {
  const people = Array.from({ length: 16 }, () => personOf())
  await Promise.all(
    people.map(async (person) => {
      await store.transaction(null, (tx) => tx.addPeople(workspace.id, 'phones', [person]))
      process.stdout.write(`${person.user_id}\n`)
    }),
  )
}
