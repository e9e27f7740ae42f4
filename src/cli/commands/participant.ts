/** `muster participant …` */
import type { Schemas } from 'muster-sdk'
import { type Context, command } from '../command.ts'
import { choice, many, moment, required, text, time } from '../field.ts'
import { linesOf } from '../input.ts'
import { type Columns, paging, showList, showOne, showOutcomes } from '../show.ts'
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

/** Ids from the command line and from a file. */
async function named(
  participants: readonly string[] | undefined,
  file: string | undefined,
): Promise<readonly string[]> {
  const all = [...(participants ?? []), ...(file === undefined ? [] : await linesOf(file))]
  if (all.length === 0)
    throw new Told(exits.usage, 'Name at least one person, or a --file with one id per line.')
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
    },
    run: (context, { all, ...input }) =>
      showList(context, context.muster.listParticipants, input, all, memberColumns),
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
    summary: 'Add people to a group, up to 10,000 in a call; each gets an outcome of his own.',
    arguments: { group, people: somePeople },
    options: {
      ...acting,
      file,
      role: choice(roles, 'The role that they get; member when left out.'),
      expiresAt: time('When they are removed again by themselves; never when left out.'),
    },
    run: async (context, { account, group, people, file, role, expiresAt }) =>
      inParts(context, await named(people, file), (part, call) => {
        const wish = given({ role, expires_at: expiresAt })
        const participants = wish === undefined ? part : part.map((id) => ({ id, ...wish }))
        return context.muster.addParticipants({ account, group, participants }, call)
      }),
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
