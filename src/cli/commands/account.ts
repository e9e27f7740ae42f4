/** `muster account …` */
import { command } from '../command.ts'
import { id, required, text } from '../field.ts'
import { paging, showList, showOne } from '../show.ts'
import { exits, Told } from '../told.ts'
import { given, max, metadata } from './fields.ts'

const account = required(id('The account: acc_….', 'account'))

export const accountCommands = [
  command({
    name: 'account create',
    operations: ['createAccount'],
    summary: 'Connect an account, which acts in groups.',
    arguments: { name: required(id('What people call it.', 'name')) },
    options: {
      network: id('The network; builtin when left out.', 'network'),
      profile: id('What sets its limits and rules, such as whatsapp; see `network capabilities`.', 'profile'),
      alias: id('An id of your own, which names the account beside its acc_….', 'alias'),
      userId: id("The id of the account's own person; made up when left out.", 'id'),
      max,
      metadata,
    },
    run: async (context, { name, network, profile, alias, userId, ...rest }) =>
      showOne(
        context,
        await context.muster.createAccount(
          { name, network, profile, alias, user_id: userId, limits: rest.max, metadata: rest.metadata },
          context.call,
        ),
      ),
  }),
  command({
    name: 'account list',
    operations: ['listAccounts'],
    summary: 'List the accounts.',
    options: paging,
    run: (context, { limit, cursor, all }) =>
      showList(context, context.muster.listAccounts, { limit, cursor }, all, {
        id: (one) => one.id,
        name: (one) => one.name,
        network: (one) => one.network,
        profile: (one) => one.profile,
        'user id': (one) => one.user_id,
        status: (one) => one.status,
      }),
  }),
  command({
    name: 'account get',
    operations: ['getAccount'],
    summary: 'Show an account.',
    arguments: { account },
    run: async (context, input) => showOne(context, await context.muster.getAccount(input)),
  }),
  command({
    name: 'account update',
    operations: ['updateAccount'],
    summary:
      "Change an account's name, own entries or limits; entries and limits replace all that were there.",
    arguments: { account },
    options: { name: text('The new name.', 'name'), max, metadata },
    run: async (context, { account, name, ...rest }) => {
      const change = given({ name, limits: rest.max, metadata: rest.metadata })
      if (change === undefined) throw new Told(exits.usage, 'Name what is to be changed; see --help.')
      return showOne(context, await context.muster.updateAccount({ account, ...change }, context.call))
    },
  }),
  command({
    name: 'account logout',
    operations: ['logoutAccount'],
    summary: 'Log an account out: it acts no more until it is logged in again.',
    arguments: { account },
    run: async (context, input) => showOne(context, await context.muster.logoutAccount(input, context.call)),
  }),
  command({
    name: 'account login',
    operations: ['loginAccount'],
    summary: 'Log an account in again.',
    arguments: { account },
    run: async (context, input) => showOne(context, await context.muster.loginAccount(input, context.call)),
  }),
  command({
    name: 'account people',
    operations: ['listPeople'],
    summary: "List the people of the account's network whom the workspace knows.",
    arguments: { account },
    options: paging,
    run: (context, { all, ...input }) =>
      showList(context, context.muster.listPeople, input, all, {
        id: (one) => one.id,
        name: (one) => one.name,
      }),
  }),
  command({
    name: 'account delete',
    operations: ['deleteAccount'],
    summary: 'Disconnect an account for good.',
    arguments: { account },
    run: async (context, input) =>
      showOne(context, await context.muster.deleteAccount(input, context.call), 'The account is gone.'),
  }),
]
