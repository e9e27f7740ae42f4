/** `muster invite …`, `muster request …`, `muster ban …`: who may come in. */
import type { Schemas } from 'muster-sdk'
import { command } from '../command.ts'
import { choice, flag, text, time, whole } from '../field.ts'
import { type Columns, paging, showList, showOne, showOutcomes } from '../show.ts'
import { acting, code, group, people, person, roles } from './fields.ts'
import { memberColumns } from './participant.ts'

const inviteColumns: Columns<Schemas['Invite']> = {
  code: (one) => one.code,
  role: (one) => one.role,
  uses: (one) => (one.uses_max === null ? one.uses : `${one.uses} of ${one.uses_max}`),
  'needs approval': (one) => one.approval,
  'only for': (one) => one.only_for,
  expires: (one) => one.expires_at,
  ended: (one) => one.ended,
}

const inviteCommands = [
  command({
    name: 'invite create',
    operations: ['createInvite'],
    summary: 'Make an invite, which admits whoever has its code.',
    arguments: { group },
    options: {
      ...acting,
      role: choice(roles, 'The role that it grants; member when left out.'),
      usesMax: whole('How often it can be used; without end when left out.'),
      expiresAt: time('When it ends; never when left out.'),
      approval: flag('An admin must approve who joins by it.'),
    },
    run: async (context, { account, group, role, usesMax, expiresAt, approval }) =>
      showOne(
        context,
        await context.muster.createInvite(
          { account, group, role, uses_max: usesMax, expires_at: expiresAt, approval },
          context.call,
        ),
      ),
  }),
  command({
    name: 'invite send',
    operations: ['inviteParticipants'],
    summary: 'Send people a personal invite, which only they can use.',
    arguments: { group, people },
    options: { ...acting, expiresAt: time('When the invites end; in three days when left out.') },
    run: async (context, { account, group, people, expiresAt }) =>
      showOutcomes(
        context,
        await context.muster.inviteParticipants(
          { account, group, participants: [...people], expires_at: expiresAt },
          context.call,
        ),
      ),
  }),
  command({
    name: 'invite list',
    operations: ['listInvites'],
    summary: "List a group's invites.",
    arguments: { group },
    options: { ...acting, ...paging },
    run: (context, { all, ...input }) =>
      showList(context, context.muster.listInvites, input, all, inviteColumns),
  }),
  command({
    name: 'invite revoke',
    operations: ['revokeInvite'],
    summary: 'End an invite.',
    arguments: { group, code },
    options: acting,
    run: async (context, input) =>
      showOne(
        context,
        await context.muster.revokeInvite(input, context.call),
        'The invite admits nobody any more.',
      ),
  }),
  command({
    name: 'invite get',
    operations: ['getInvite'],
    summary: 'Look at the group behind an invite before joining.',
    arguments: { code },
    options: acting,
    run: async (context, input) => showOne(context, await context.muster.getInvite(input)),
  }),
  command({
    name: 'invite join',
    operations: ['joinGroup'],
    summary: 'Join a group by an invite.',
    arguments: { code },
    options: acting,
    run: async (context, input) => {
      const reply = await context.muster.joinGroup(input, context.call)
      const sentences: Readonly<Record<string, string>> = {
        added: `The account is in ${reply.group.id} now.`,
        requested: `An admin of ${reply.group.id} must approve.`,
        unchanged: `The account was in ${reply.group.id} already.`,
      }
      return showOne(context, reply, sentences[reply.outcome])
    },
  }),
]

const requestCommands = [
  command({
    name: 'request list',
    operations: ['listJoinRequests'],
    summary: 'List who wants to join a group.',
    arguments: { group },
    options: { ...acting, ...paging },
    run: (context, { all, ...input }) =>
      showList(context, context.muster.listJoinRequests, input, all, memberColumns),
  }),
  command({
    name: 'request approve',
    operations: ['approveJoinRequests'],
    summary: 'Let people in who asked to join.',
    arguments: { group, people },
    options: acting,
    run: async (context, { account, group, people }) =>
      showOutcomes(
        context,
        await context.muster.approveJoinRequests({ account, group, participants: [...people] }, context.call),
      ),
  }),
  command({
    name: 'request reject',
    operations: ['rejectJoinRequests'],
    summary: 'Turn people away who asked to join.',
    arguments: { group, people },
    options: acting,
    run: async (context, { account, group, people }) =>
      showOutcomes(
        context,
        await context.muster.rejectJoinRequests({ account, group, participants: [...people] }, context.call),
      ),
  }),
]

const banCommands = [
  command({
    name: 'ban list',
    operations: ['listBans'],
    summary: 'List who is banned from a group.',
    arguments: { group },
    options: { ...acting, ...paging },
    run: (context, { all, ...input }) =>
      showList(context, context.muster.listBans, input, all, memberColumns),
  }),
  command({
    name: 'ban add',
    operations: ['banParticipants'],
    summary: 'Ban people from a group; no invite admits them.',
    arguments: { group, people },
    options: {
      ...acting,
      reason: text('Why, for the record.'),
      expiresAt: time('When the bans are lifted by themselves; never when left out.'),
    },
    run: async (context, { account, group, people, reason, expiresAt }) =>
      showOutcomes(
        context,
        await context.muster.banParticipants(
          { account, group, participants: [...people], reason, expires_at: expiresAt },
          context.call,
        ),
      ),
  }),
  command({
    name: 'ban remove',
    operations: ['unbanParticipants'],
    summary: 'Lift a ban; the person is not put back into the group.',
    arguments: { group, person },
    options: acting,
    run: async (context, input) =>
      showOutcomes(context, { outcomes: [await context.muster.unbanParticipants(input, context.call)] }),
  }),
]

export const entryCommands = [...inviteCommands, ...requestCommands, ...banCommands]
