/** The steps from an empty database to the present schema, in order. A step that was released never changes. */
import { sql as first } from './0001.ts'
import { sql as second } from './0002.ts'
import { sql as third } from './0003.ts'
import { sql as fourth } from './0004.ts'
import { sql as fifth } from './0005.ts'

/** The SQL of each step; the schema's version is how many were taken. */
export const migrations: readonly string[] = [first, second, third, fourth, fifth]
