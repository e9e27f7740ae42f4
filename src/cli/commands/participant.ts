/** `muster participant …` */
import { addParticipantsFrom, type Newcomer, type Schemas, streamParticipants } from 'muster-sdk'
import { type Context, command } from '../command.ts'
import { choice, flag, many, moment, required, text, time, whole } from '../field.ts'
import { type Line, linesFrom, linesOf } from '../input.ts'
import { type Columns, paging, showList, showOne, showOutcomes, showOutcomesOf } from '../show.ts'
import { type Exit, exits, Told } from '../told.ts'
import { acting, given, group, person, roles } from './fields.ts'

/** A person and how he stands to the group; lists of requests and bans show the same. */
export const memberColumns: Columns<Schemas['Member']> = {
  person: (one) => one.id,
  name: (one) => one.name,
  role: (one) => (one.is_self ? `${one.role} (this account)` : one.role),
  since: (one) => one.since,
  ends: (one) => one.until ?? one.expires_at,
}

type Outcome = Schemas['Outcome']
interface OnGroup {
  readonly account: string
  readonly group: string
}

/** People whom one call can name. */
const peopleAtOnce = 10_000

/** Several calls, where there are more people than one can name. What was done before a failure is shown too. */
async function inParts(
  context: Context,
  people: readonly string[],
  add: (part: string[], call: Context['call']) => Promise<{ readonly outcomes: readonly Outcome[] }>,
): Promise<Exit> {
  const outcomes: Outcome[] = []
  const { idempotencyKey } = context.call
  const isOne = people.length <= peopleAtOnce
  try {
    for (let from = 0; from < people.length; from += peopleAtOnce) {
      // Each part is a request of its own, so it needs a key of its own.
      const key = idempotencyKey === undefined || isOne ? idempotencyKey : `${idempotencyKey}-${from}`
      const reply = await add(people.slice(from, from + peopleAtOnce), {
        ...context.call,
        idempotencyKey: key,
      })
      outcomes.push(...reply.outcomes)
    }
  } catch (error) {
    if (outcomes.length > 0) showOutcomes(context, { outcomes })
    throw error
  }
  return showOutcomes(context, { outcomes })
}

const nobody = 'Name at least one person, or a --file with one id per line.'

/** Ids from the command line and from a file. */
async function named(
  participants: readonly string[] | undefined,
  file: string | undefined,
): Promise<readonly string[]> {
  const all = [...(participants ?? []), ...(file === undefined ? [] : await linesOf(file))]
  if (all.length === 0) throw new Told(exits.usage, nobody)
  return all
}

const file = text('A file with one id per line; - for standard input.', 'file')
const somePeople = many('People, by any id that the network knows.', 'person')

interface RoleChange extends OnGroup {
  readonly person: string
  readonly role: (typeof roles)[number]
  readonly expires_at?: string | undefined
}

const setRole = async (context: Context, input: RoleChange) =>
  showOutcomes(context, { outcomes: [await context.muster.setRole(input, context.call)] })

type Wish = Partial<Exclude<Newcomer, string>>

/** People from a file: an id on each line, or JSON as the API takes it; what a line does not say is as for all. */
async function* newcomersIn(file: string, wish: Wish | undefined): AsyncGenerator<Newcomer, void, undefined> {
  for await (const line of linesFrom(file)) {
    const person = /^[{"]/.test(line.text) ? newcomerOf(line) : line.text
    if (wish === undefined) yield person
    else yield { ...wish, ...(typeof person === 'string' ? { id: person } : person) }
  }
}

function newcomerOf({ number, text }: Line): Newcomer {
  try {
    // The server holds it to its schema.
    return JSON.parse(text) as Newcomer
  } catch {
    throw new Told(exits.usage, `Line ${number} is neither an id nor JSON: ${text.slice(0, 80)}`)
  }
}

/** The people of the command line come before those of the file. */
async function* both(
  people: readonly string[],
  file: string,
  wish: Wish | undefined,
): AsyncGenerator<Newcomer, void, undefined> {
  let isNobody = people.length === 0
  for (const id of people) yield wish === undefined ? id : { ...wish, id }
  for await (const person of newcomersIn(file, wish)) {
    isNobody = false
    yield person
  }
  if (isNobody) throw new Told(exits.usage, nobody)
}

/** A dry run is of one call: behind another it would be judged as if that had not been. */
async function tryOut(context: Context, on: OnGroup, all: AsyncIterable<Newcomer>): Promise<Exit> {
  const participants: Newcomer[] = []
  for await (const person of all) participants.push(person)
  if (participants.length > peopleAtOnce)
    throw new Told(exits.usage, `A dry run takes up to ${peopleAtOnce} people.`)
  return showOutcomes(context, await context.muster.addParticipants({ ...on, participants }, context.call))
}

/** One person on each line as JSON, for programs; all of them, or an error. */
async function printLines(context: Context, input: Parameters<typeof streamParticipants>[1]): Promise<Exit> {
  for await (const person of streamParticipants(context.server, input)) context.print(JSON.stringify(person))
  return exits.ok
}

export const participantCommands = [
  command({
    name: 'participant list',
    operations: ['listParticipants'],
    summary: 'List the people in a group, or who was in it.',
    arguments: { group },
    options: {
      ...acting,
      role: choice(roles, 'Only people with this role.'),
      at: moment('Who was in it then; now when left out.'),
      ...paging,
      lines: flag('All of them, one on each line as JSON.'),
    },
    run: (context, { all, lines, limit, ...input }) => {
      if (lines !== true)
        return showList(context, context.muster.listParticipants, { ...input, limit }, all, memberColumns)
      if (limit !== undefined)
        throw new Told(exits.usage, '--lines prints everybody; leave out --limit, or --lines.')
      return printLines(context, input)
    },
  }),
  command({
    name: 'participant get',
    operations: ['getParticipant'],
    summary: 'Show how a person stands to a group.',
    arguments: { group, person },
    options: acting,
    run: async (context, input) => showOne(context, await context.muster.getParticipant(input)),
  }),
  command({
    name: 'participant add',
    operations: ['addParticipants'],
    summary: 'Add people to a group, as many as there are; each gets an outcome of his own.',
    arguments: { group, people: somePeople },
    options: {
      ...acting,
      file: text(
        'A file with one person on each line, an id or JSON such as {"id":"ben","role":"admin"}; - for standard input.',
        'file',
      ),
      role: choice(roles, 'The role that they get; member when left out.'),
      expiresAt: time('When they are removed again by themselves; never when left out.'),
      batch: whole('People in one call, with --file; as many as the account may name when left out.', {
        least: 1,
        most: peopleAtOnce,
      }),
    },
    run: async (context, { account, group, people, file, role, expiresAt, batch }) => {
      const wish = given({ role, expires_at: expiresAt })
      if (file === undefined && batch !== undefined)
        throw new Told(exits.usage, '--batch is for a --file; there is none.')
      if (file === undefined)
        return inParts(context, await named(people, file), (part, call) => {
          const participants = wish === undefined ? part : part.map((id) => ({ id, ...wish }))
          return context.muster.addParticipants({ account, group, participants }, call)
        })
      const all = both(people ?? [], file, wish)
      const { dryRun, ...call } = context.call
      if (dryRun === true) return tryOut(context, { account, group }, all)
      const added = addParticipantsFrom(context.muster, { account, group }, all, { ...call, batch })
      return showOutcomesOf(context, added)
    },
  }),
  command({
    name: 'participant remove',
    operations: ['removeParticipants', 'removeParticipant'],
    summary: 'Remove people from a group.',
    arguments: { group, people: somePeople },
    options: { ...acting, file },
    run: async (context, { account, group, people, file }) => {
      const all = await named(people, file)
      const [person] = all
      if (all.length === 1 && person !== undefined) {
        const outcome = await context.muster.removeParticipant({ account, group, person }, context.call)
        return showOutcomes(context, { outcomes: [outcome] })
      }
      return inParts(context, all, (participants, call) =>
        context.muster.removeParticipants({ account, group, participants }, call),
      )
    },
  }),
  command({
    name: 'participant promote',
    operations: ['setRole'],
    summary: 'Make a person admin.',
    arguments: { group, person },
    options: acting,
    run: (context, input) => setRole(context, { ...input, role: 'admin' }),
  }),
  command({
    name: 'participant demote',
    operations: ['setRole'],
    summary: 'Make an admin an ordinary member.',
    arguments: { group, person },
    options: acting,
    run: (context, input) => setRole(context, { ...input, role: 'member' }),
  }),
  command({
    name: 'participant set-role',
    operations: ['setRole'],
    summary: 'Give a person a role; owner hands the group over.',
    arguments: { group, person, role: required(choice(roles, `The role: ${roles.join(', ')}.`)) },
    options: { ...acting, expiresAt: time('When the membership ends by itself; as it was when left out.') },
    run: (context, { expiresAt, ...input }) => setRole(context, { ...input, expires_at: expiresAt }),
  }),
]
