/** `muster group …` */
import type { Schemas } from 'muster-sdk'
import { command } from '../command.ts'
import { id, many, onOff, text, whole } from '../field.ts'
import { json } from '../output.ts'
import { type Columns, paging, showList, showOne, showOutcomes } from '../show.ts'
import { exits, Told } from '../told.ts'
import { about, aboutOf, acting, given, group } from './fields.ts'

const columns: Columns<Schemas['Group']> = {
  id: (one) => one.id,
  name: (one) => one.name,
  people: (one) => `${one.counts.participants} of ${one.capacity}`,
  standing: (one) => one.standing,
  'read only': (one) => one.read_only,
  suspended: (one) => one.suspension !== null,
  unread: (one) => one.unread_count,
  'last message': (one) => one.last_message?.text,
}

const eventColumns: Columns<Schemas['GroupEvent']> = {
  revision: (one) => one.revision,
  at: (one) => one.at,
  type: (one) => one.type,
  actor: (one) => one.actor,
  facts: (one) => one.facts,
  run: (one) => one.run,
}

const view = {
  pinned: onOff('Keep it at the top of the own list.'),
  archived: onOff('Put it away in the own list.'),
  muted: onOff('No notices, for ever or not at all.'),
  label: text('A label in the own list; empty for none.'),
  read: onOff('on marks everything as read, off the group as unread.'),
}

export const groupCommands = [
  command({
    name: 'group create',
    operations: ['createGroup'],
    summary: 'Create a group; the account owns it.',
    arguments: { name: text('The name.', 'name') },
    options: {
      ...acting,
      ...about,
      participant: many('A person to be in it from the beginning; can be repeated.', 'person'),
      message: text('A first message.'),
      alias: id('An id of your own, which names the group beside grp_….', 'alias'),
      community: id('The group that holds the new one: grp_….', 'group'),
    },
    run: async (context, { account, name, participant, message, alias, community, ...rest }) => {
      const reply = await context.muster.createGroup(
        {
          account,
          name,
          alias,
          community,
          ...aboutOf(rest),
          participants: participant === undefined ? undefined : [...participant],
          message,
        },
        context.call,
      )
      if (context.isJson) {
        context.print(json(reply))
        return exits.ok
      }
      showOne(context, reply.group)
      if (reply.outcomes.length > 0) {
        context.print('')
        showOutcomes(context, reply)
      }
      // The group is there, whatever became of the people.
      return exits.ok
    },
  }),
  command({
    name: 'group list',
    operations: ['listGroups'],
    summary: "List an account's groups, newest first; those that it has left too.",
    options: { ...acting, ...paging },
    run: (context, { all, ...input }) => showList(context, context.muster.listGroups, input, all, columns),
  }),
  command({
    name: 'group discover',
    operations: ['discoverGroups'],
    summary: 'List the groups that may be discovered, whether or not the account is in them.',
    options: { ...acting, ...paging },
    run: (context, { all, ...input }) =>
      showList(context, context.muster.discoverGroups, input, all, {
        id: (one) => one.id,
        name: (one) => one.name,
        people: (one) => `${one.counts.participants} of ${one.capacity}`,
        tags: (one) => one.tags,
        standing: (one) => one.standing,
      }),
  }),
  command({
    name: 'group get',
    operations: ['getGroup'],
    summary: 'Show a group as the account sees it.',
    arguments: { group },
    options: acting,
    run: async (context, input) => showOne(context, await context.muster.getGroup(input)),
  }),
  command({
    name: 'group update',
    operations: ['updateGroup'],
    summary:
      'Change a group; what is not named stays. Tags, topics and own entries replace all that were there.',
    arguments: { group },
    options: { ...acting, name: text('The new name.', 'name'), ...about, ...view },
    run: async (context, { account, group, name, pinned, archived, muted, label, read, ...rest }) => {
      const own = given({ pinned, archived, muted_until: muted, label: label === '' ? null : label, read })
      const change = given({ name, ...aboutOf(rest), view: own })
      if (change === undefined) throw new Told(exits.usage, 'Name what is to be changed; see --help.')
      return showOne(context, await context.muster.updateGroup({ account, group, ...change }, context.call))
    },
  }),
  command({
    name: 'group revise',
    operations: ['reviseGroup'],
    summary: 'Add people, remove others and change a group in one go: all of it or nothing.',
    arguments: { group },
    options: {
      ...acting,
      add: many('A person to add; can be repeated.', 'person'),
      remove: many('A person to remove; can be repeated.', 'person'),
      name: text('The new name.', 'name'),
      ...about,
      moreTag: many('A tag beside those that there are; can be repeated.', 'word'),
    },
    run: async (context, { account, group, name, add, remove, moreTag, ...rest }) => {
      const change = given({
        add: add === undefined ? undefined : [...add],
        remove: remove === undefined ? undefined : [...remove],
        name,
        ...aboutOf(rest),
        more_tags: moreTag === undefined ? undefined : [...moreTag],
      })
      if (change === undefined) throw new Told(exits.usage, 'Name what is to be changed; see --help.')
      const reply = await context.muster.reviseGroup({ account, group, ...change }, context.call)
      if (!context.isJson) showOne(context, reply.group)
      const exit = showOutcomes(context, reply)
      // Something was done, whatever became of the people.
      return reply.changed.length > 0 ? exits.ok : exit
    },
  }),
  command({
    name: 'group delete',
    operations: ['deleteGroup'],
    summary: 'Delete a group for everybody.',
    arguments: { group },
    options: acting,
    run: async (context, input) =>
      showOne(
        context,
        await context.muster.deleteGroup(input, context.call),
        'The group is gone, for everybody.',
      ),
  }),
  command({
    name: 'group suspend',
    operations: ['suspendGroup'],
    summary:
      'Freeze a group: it can be read, left and deleted, and nothing else. Needs a key with the scope admin.',
    arguments: { group },
    options: { ...acting, reason: text('Why; everybody who may read the group sees it.') },
    run: async (context, input) =>
      showOne(context, await context.muster.suspendGroup(input, context.call), 'The group is suspended.'),
  }),
  command({
    name: 'group unsuspend',
    operations: ['unsuspendGroup'],
    summary: 'Let a suspended group go on. Needs a key with the scope admin.',
    arguments: { group },
    options: acting,
    run: async (context, input) =>
      showOne(context, await context.muster.unsuspendGroup(input, context.call), 'The group goes on.'),
  }),
  command({
    name: 'group leave',
    operations: ['leaveGroup'],
    summary: 'Leave a group; it stays in the list, read only.',
    arguments: { group },
    options: acting,
    run: async (context, input) => {
      const reply = await context.muster.leaveGroup(input, context.call)
      const successor = reply.successor === null ? '' : ` ${reply.successor} is admin now.`
      return showOne(context, reply, `The account has left the group.${successor}`)
    },
  }),
  command({
    name: 'group forget',
    operations: ['forgetGroup'],
    summary: "Take a group out of the account's list; leaves it first. Others keep it.",
    arguments: { group },
    options: acting,
    run: async (context, input) =>
      showOne(
        context,
        await context.muster.forgetGroup(input, context.call),
        'The group is out of the list.',
      ),
  }),
  command({
    name: 'group history',
    operations: ['listGroupEvents'],
    summary: 'Show what happened to a group, oldest first.',
    arguments: { group },
    options: {
      ...acting,
      limit: paging.limit,
      after: whole('The revision after which to begin.'),
      all: paging.all,
    },
    run: (context, { all, ...input }) =>
      showList(context, context.muster.listGroupEvents, input, all, eventColumns),
  }),
]
