/** `muster key …`, `muster workspace …`, `muster run …`, `muster network …` */
import { InvalidArgumentError } from 'commander'
import type { Output } from 'muster-sdk'
import { command } from '../command.ts'
import { choice, type Field, id, past, required, text, time, whole } from '../field.ts'
import { json, table } from '../output.ts'
import { paging, showList, showOne } from '../show.ts'
import { exits, Told } from '../told.ts'
import { given, number } from './fields.ts'

const scopes = ['operator', 'admin', 'write', 'read'] as const
type Scope = (typeof scopes)[number]

const scopeList: Field<readonly Scope[] | undefined> = {
  ...choice(
    scopes,
    'read; write includes read; admin also manages accounts and keys; operator also makes workspaces. Can be repeated; write when left out.',
  ),
  isMany: true,
  read: (value, earlier) => {
    const scope = choice(scopes, '').read(value, null)
    const before = Array.isArray(earlier) ? (earlier as readonly Scope[]) : []
    return scope === undefined ? before : [...before, scope]
  },
}

const keyCommands = [
  command({
    name: 'key create',
    operations: ['createKey'],
    summary: 'Make a key; its secret is shown this once.',
    arguments: { name: required(id('What it is for.', 'name')) },
    options: {
      scope: scopeList,
      account: id('The one account that it may act with; any when left out.', 'account'),
      expiresAt: time('When it ends; never when left out.'),
    },
    run: async (context, { name, scope, account, expiresAt }) =>
      showOne(
        context,
        await context.muster.createKey(
          { name, scopes: [...(scope ?? ['write' as const])], account, expires_at: expiresAt },
          context.call,
        ),
      ),
  }),
  command({
    name: 'key token',
    operations: ['createToken'],
    summary: 'Make a token of the key in use: a key for a while, which ends with it; shown this once.',
    options: {
      name: text('What it is for.', 'name'),
      seconds: whole('For how many seconds; an hour when left out.'),
      account: id('The one account that it may act with; as the key when left out.', 'account'),
    },
    run: async (context, input) => showOne(context, await context.muster.createToken(input, context.call)),
  }),
  command({
    name: 'key list',
    operations: ['listKeys'],
    summary: 'List the keys, without their secrets.',
    options: paging,
    run: (context, { limit, cursor, all }) =>
      showList(context, context.muster.listKeys, { limit, cursor }, all, {
        id: (one) => one.id,
        name: (one) => one.name,
        scopes: (one) => one.scopes,
        account: (one) => one.account,
        'token of': (one) => one.parent,
        expires: (one) => one.expires_at,
        revoked: (one) => one.revoked_at,
      }),
  }),
  command({
    name: 'key revoke',
    operations: ['revokeKey'],
    summary: 'Revoke a key; it never works again.',
    arguments: { id: required(id('The key: key_….', 'key')) },
    run: async (context, input) =>
      showOne(
        context,
        await context.muster.revokeKey({ key: input.id }, context.call),
        'The key is revoked.',
      ),
  }),
]

type Overrides = Readonly<Record<string, Readonly<Record<string, number>>>>

const overrides: Field<Overrides | undefined> = {
  meaning:
    "A limit in place of a profile's, such as whatsapp:group.name=22; can be repeated. They replace all that were there.",
  placeholder: 'profile:limit=n',
  isRequired: false,
  isMany: true,
  env: null,
  read: (value, earlier) => {
    const [, profile = '', limit = '', max = ''] = /^([^:=]+):([^=]+)=(.*)$/.exec(value) ?? []
    if (profile === '') throw new InvalidArgumentError('It must be written as profile:limit=n.')
    const before = (earlier ?? {}) as Overrides
    return { ...before, [profile]: { ...before[profile], [limit]: number(max) } }
  },
}

const workspaceCommands = [
  command({
    name: 'workspace create',
    operations: ['createWorkspace'],
    summary: 'Make a workspace with its first admin key, which is shown this once.',
    arguments: { name: required(id('What it is called.', 'name')) },
    run: async (context, { name }) =>
      showOne(context, await context.muster.createWorkspace({ name }, context.call)),
  }),
  command({
    name: 'workspace list',
    operations: ['listWorkspaces'],
    summary: 'List the workspaces of the server.',
    options: paging,
    run: (context, { limit, cursor, all }) =>
      showList(context, context.muster.listWorkspaces, { limit, cursor }, all, {
        id: (one) => one.id,
        name: (one) => one.name,
        created: (one) => one.created_at,
      }),
  }),
  command({
    name: 'workspace get',
    operations: ['getWorkspace'],
    summary: "Show the key's own workspace.",
    run: async (context) => showOne(context, await context.muster.getWorkspace()),
  }),
  command({
    name: 'workspace update',
    operations: ['updateWorkspace'],
    summary: "Change the name or the limits of the key's own workspace.",
    options: { name: text('The new name.', 'name'), max: overrides },
    run: async (context, { name, max }) => {
      const limits =
        max === undefined
          ? undefined
          : Object.fromEntries(Object.entries(max).map(([profile, numbers]) => [profile, { ...numbers }]))
      const change = given({ name, limits })
      if (change === undefined) throw new Told(exits.usage, 'Name what is to be changed; see --help.')
      return showOne(context, await context.muster.updateWorkspace(change, context.call))
    },
  }),
]

type Capabilities = Output<'getCapabilities'>

function capabilitiesText({ title, profiles }: Capabilities): string {
  const parts = profiles.flatMap((profile) => [
    '',
    `${profile.id}: ${profile.title}`,
    '',
    table(
      ['limit', 'max', 'meaning'],
      Object.entries(profile.limits).map(([name, limit]) => [name, limit.max, limit.meaning]),
    ),
    ...restrictions(profile),
    ...(profile.sandbox.length === 0
      ? []
      : [
          '',
          table(
            ['sandbox person', 'what happens'],
            profile.sandbox.map((one) => [one.id, one.meaning]),
          ),
        ]),
  ])
  return [title, ...parts].join('\n')
}

function restrictions(profile: Capabilities['profiles'][number]): readonly string[] {
  const rows = Object.entries(profile.features)
    .filter(([, support]) => support.level !== 'full')
    .map(([name, support]) => [name, support.level, support.reason])
  return rows.length === 0 ? [] : ['', table(['operation', 'supported', 'why'], rows)]
}

const otherCommands = [
  command({
    name: 'event list',
    operations: ['listEvents'],
    summary: "Show what happened in the workspace's groups, in order; --after goes on from a cursor.",
    options: {
      limit: paging.limit,
      after: id('The cursor after which to begin; now for what comes from now on.', 'cursor'),
      group: id('Only events of this group: grp_….', 'group'),
      type: id('Only events of these types, with commas between.', 'types'),
      wait: whole('Seconds to wait for an event when there is none yet, up to 30.'),
    },
    run: (context, input) =>
      showList(context, context.muster.listEvents, input, false, {
        cursor: (one) => one.cursor,
        at: (one) => one.at,
        group: (one) => one.group,
        type: (one) => one.type,
        actor: (one) => one.actor,
        run: (one) => one.run,
      }),
  }),
  command({
    name: 'run list',
    operations: ['listRuns'],
    summary: 'List who did what, newest first, and what came of it.',
    options: {
      ...paging,
      withKey: id('Only runs with this key: key_….', 'key'),
      account: id('Only runs of this account: acc_….', 'account'),
      group: id('Only runs on this group: grp_….', 'group'),
      operation: id('Only runs of this operation, such as addParticipants.', 'operation'),
      status: choice(['open', 'done', 'failed'], 'Only runs that are this.'),
      since: past('Only runs that began then or later.'),
      before: past('Only runs that began before.'),
    },
    run: (context, { all, withKey, ...input }) =>
      showList(context, context.muster.listRuns, { ...input, key: withKey }, all, {
        id: (one) => one.id,
        operation: (one) => one.operation,
        status: (one) => one.status,
        problem: (one) => one.problem?.code ?? null,
        account: (one) => one.account,
        dialect: (one) => one.dialect,
        began: (one) => one.started_at,
      }),
  }),
  command({
    name: 'run get',
    operations: ['getRun'],
    summary: 'Show the record of a run; answers name it in the header Muster-Run, histories in each event.',
    arguments: { run: required(id('The run: run_….', 'run')) },
    run: async (context, input) => showOne(context, await context.muster.getRun(input)),
  }),
  command({
    name: 'network list',
    operations: ['listNetworks'],
    summary: 'List the networks where groups can live.',
    run: (context) =>
      showList(context, context.muster.listNetworks, {}, false, {
        id: (one) => one.id,
        title: (one) => one.title,
        profiles: (one) => one.profiles,
      }),
  }),
  command({
    name: 'network capabilities',
    operations: ['getCapabilities'],
    summary: 'Show what a network can do with each profile, its limits and its sandbox people.',
    arguments: { network: id('The network; builtin when left out.', 'network') },
    options: { profile: id('Only this profile.', 'profile') },
    run: async (context, { network = 'builtin', profile }) => {
      const reply = await context.muster.getCapabilities({ network })
      const profiles =
        profile === undefined ? reply.profiles : reply.profiles.filter((one) => one.id === profile)
      if (profiles.length === 0) {
        throw new Told(
          exits.refused,
          `${network} has no profile ${profile ?? ''}; it has ${reply.profiles.map((one) => one.id).join(', ')}.`,
        )
      }
      context.print(context.isJson ? json({ ...reply, profiles }) : capabilitiesText({ ...reply, profiles }))
      return exits.ok
    },
  }),
]

export const administrationCommands = [...keyCommands, ...workspaceCommands, ...otherCommands]
