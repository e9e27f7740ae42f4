/**
 * Every SQL statement of the stores, written once as data and prepared once for each connection. `?` takes the
 * arguments in order. What stands here also runs on PostgreSQL, with `$1` for the first `?` and so on.
 *
 * A page asks for one row more than its limit, to know whether another page follows. A first page begins at a key
 * beyond every row, so that there is one statement for all pages.
 */
import { statement, type Value } from './driver.ts'
import { history } from './history-statements.ts'
import {
  type AccountRow,
  accountFields,
  type DiscoveredRow,
  type FeedRow,
  type GroupEventRow,
  type HeadRow,
  type InviteRow,
  type KeyRow,
  type ListedRow,
  type MembershipRow,
  type MessageRow,
  type NamedRow,
  type PersonRow,
  type RememberedRow,
  type RunRow,
  runFields,
  type ViewRow,
  type WorkspaceRow,
} from './rows.ts'

type Nullable = number | null
/** An index of how many groups or the like there are. */
interface CountRow {
  readonly n: number
}

const headFields = `
  g.id, g.revision, g.updated_at, g.owners, g.admins, g.members, g.subscribers, g.invited, g.requested, g.banned,
  g.active_at, g.deleted_at, g.workspace_id, g.network, g.profile, g.alias, g.community_id, g.capacity, g.created_at, g.picture, g.name,
  g.settings, g.tags, g.topics, g.metadata, g.description, g.pins, g.suspension,
  o.id as owner_id, o.user_id as owner_user_id, o.name as owner_name,
  c.id as creator_id, c.user_id as creator_user_id, c.name as creator_name,
  l.id as last_id, l.at as last_at, l.text as last_text,
  s.id as last_sender_id, s.user_id as last_sender_user_id, s.name as last_sender_name`

const headJoins = `
  join people c on c.id = g.created_by
  left join people o on o.id = g.owner_id
  left join messages l on l.group_id = g.id and l.id = g.last_message_id
  left join people s on s.id = l.sender_id`

const membershipFields = `
  p.id as person_id, p.user_id as person_user_id, p.name as person_name, m.standing, m.since, m.by_id, m.expires_at`

// Standing 7 is banned: a group that banned him is not shown to him. Everything else stays in his list.
const listed = `m.standing <> 7 and g.deleted_at is null and coalesce(v.hidden, 0) = 0`

const inviteFields = `
  i.number, i.group_id, i.code, i.created_at, i.expires_at, i.uses_max, i.uses, i.role, i.approval, i.revoked_at,
  c.id as creator_id, c.user_id as creator_user_id, c.name as creator_name,
  f.id as only_id, f.user_id as only_user_id, f.name as only_name`

const inviteJoins = `join people c on c.id = i.created_by left join people f on f.id = i.only_for`

// Spelled as in the index of open invites, or it would not be used.
const open = 'revoked_at is null and only_for is null and (uses_max is null or uses < uses_max)'

const messageFields = `
  m.id, m.text, m.at, p.id as sender_id, p.user_id as sender_user_id, p.name as sender_name`

const keyFields = 'id, workspace_id, name, scopes, account_id, parent_id, created_at, expires_at, revoked_at'

/** Statements that read. */
export const reads = {
  ready: statement<[], CountRow>('select 1 as n'),
  highestId: statement<[], { readonly id: number | null }>(`
    select max(id) as id from (
      select max(id) as id from workspaces union all select max(id) from people union all
      select max(id) from accounts union all select max(id) from keys union all select max(id) from groups union all
      select max(id) from messages union all select max(id) from runs) as every`),
  workspace: statement<[id: number], WorkspaceRow>(
    'select id, name, created_at, limits from workspaces where id = ?',
  ),
  workspaces: statement<[after: number, limit: number], WorkspaceRow>(
    'select id, name, created_at, limits from workspaces where id > ? order by id limit ?',
  ),
  keyByHash: statement<[hash: string], KeyRow>(`select ${keyFields} from keys where hash = ?`),
  key: statement<[id: number, workspace: number], KeyRow>(
    `select ${keyFields} from keys where id = ? and workspace_id = ?`,
  ),
  keys: statement<[workspace: number, after: number, limit: number], KeyRow>(
    `select ${keyFields} from keys where workspace_id = ? and id > ? order by id limit ?`,
  ),
  account: statement<[id: number, workspace: number], AccountRow>(`
    select ${accountFields} from accounts a join people p on p.id = a.person_id
    where a.id = ? and a.workspace_id = ? and a.deleted_at is null`),
  people: statement<[workspace: number, directory: string, after: string, limit: number], PersonRow>(`
    select id as person_id, user_id as person_user_id, name as person_name from people
    where workspace_id = ? and directory = ? and user_id > ? order by user_id limit ?`),
  accountByAlias: statement<[workspace: number, alias: string], AccountRow>(`
    select ${accountFields} from accounts a join people p on p.id = a.person_id
    where a.workspace_id = ? and a.alias = ? and a.deleted_at is null`),
  accountsOf: statement<[people: string], AccountRow>(`
    select ${accountFields} from accounts a join people p on p.id = a.person_id
    where a.person_id in (select value from json_each(?)) and a.deleted_at is null`),
  accounts: statement<[workspace: number, after: number, limit: number, skip: number], AccountRow>(`
    select ${accountFields} from accounts a join people p on p.id = a.person_id
    where a.workspace_id = ? and a.deleted_at is null and a.id > ? order by a.id limit ? offset ?`),
  accountsByName: statement<[workspace: number, limit: number, skip: number], AccountRow>(`
    select ${accountFields} from accounts a join people p on p.id = a.person_id
    where a.workspace_id = ? and a.deleted_at is null order by a.name, a.id limit ? offset ?`),
  head: statement<[id: number], HeadRow>(`select ${headFields} from groups g ${headJoins} where g.id = ?`),
  groupByAlias: statement<[workspace: number, alias: string], { readonly id: number }>(
    'select id from groups where workspace_id = ? and alias = ?',
  ),
  // Standing 7 is banned.
  discoverable: statement<
    [person: number, workspace: number, network: string, directory: string, before: number, limit: number],
    DiscoveredRow
  >(`
    select ${headFields}, m.standing
    from groups g ${headJoins} left join memberships m on m.group_id = g.id and m.person_id = ?
    where g.workspace_id = ? and g.network = ? and g.directory = ? and g.id < ? and g.discoverable = 1
      and g.deleted_at is null and coalesce(m.standing, 0) <> 7
    order by g.id desc limit ?`),
  membership: statement<[group: number, person: number], MembershipRow>(`
    select ${membershipFields} from memberships m join people p on p.id = m.person_id
    where m.group_id = ? and m.person_id = ?`),
  named: statement<[group: number, workspace: number, directory: string, userId: string], NamedRow>(`
    select ${membershipFields} from people p left join memberships m on m.group_id = ? and m.person_id = p.id
    where p.workspace_id = ? and p.directory = ? and p.user_id = ?`),
  members: statement<
    [
      group: number,
      standing: number,
      since: number,
      person: number,
      last: number,
      limit: number,
      skip: number,
    ],
    MembershipRow
  >(`
    select ${membershipFields} from memberships m join people p on p.id = m.person_id
    where m.group_id = ? and (m.standing, m.since, m.person_id) > (?, ?, ?) and m.standing <= ?
    order by m.standing, m.since, m.person_id limit ? offset ?`),
  successor: statement<[group: number, except: number], MembershipRow>(`
    select ${membershipFields} from memberships m join people p on p.id = m.person_id
    where m.group_id = ? and m.standing between 2 and 3 and m.person_id <> ?
    order by m.standing, m.since, m.person_id limit 1`),
  groupsByCreation: statement<[person: number, before: number, limit: number, skip: number], ListedRow>(`
    select ${headFields}, ${membershipFields}, v.hidden, v.view
    from memberships m join groups g on g.id = m.group_id join people p on p.id = m.person_id ${headJoins}
    left join views v on v.person_id = m.person_id and v.group_id = m.group_id
    where m.person_id = ? and m.group_id < ? and ${listed}
    order by m.group_id desc limit ? offset ?`),
  // The inner part sorts two numbers for each of his groups; only the page itself is read in full.
  groupsByActivity: statement<
    [person: number, activeAt: number, id: number, limit: number, skip: number],
    ListedRow
  >(`
    select ${headFields}, ${membershipFields}, v.hidden, v.view
    from (
      select m.person_id as of_person, g.id as of_group
      from memberships m join groups g on g.id = m.group_id
      left join views v on v.person_id = m.person_id and v.group_id = m.group_id
      where m.person_id = ? and (g.active_at, g.id) < (?, ?) and ${listed}
      order by g.active_at desc, g.id desc limit ? offset ?) as page
    join memberships m on m.group_id = page.of_group and m.person_id = page.of_person
    join groups g on g.id = page.of_group join people p on p.id = page.of_person ${headJoins}
    left join views v on v.person_id = page.of_person and v.group_id = page.of_group
    order by g.active_at desc, g.id desc`),
  groupCount: statement<[person: number], CountRow>(
    'select groups as n from accounts where person_id = ? limit 1',
  ),
  view: statement<[person: number, group: number], ViewRow>(
    'select hidden, view from views where person_id = ? and group_id = ?',
  ),
  invite: statement<[code: string], InviteRow>(
    `select ${inviteFields} from invites i ${inviteJoins} where i.code = ?`,
  ),
  standingInvite: statement<[group: number], InviteRow>(`
    select ${inviteFields} from invites i ${inviteJoins}
    where i.group_id = ? and i.revoked_at is null and i.expires_at is null and i.uses_max is null
      and i.only_for is null and i.approval = 0 and i.role = 'member'
    order by i.created_at desc, i.number desc limit 1`),
  standingInvites: statement<[group: number, most: number], InviteRow>(`
    select ${inviteFields} from invites i ${inviteJoins}
    where i.group_id = ? and i.revoked_at is null and i.expires_at is null and i.uses_max is null
      and i.only_for is null and i.approval = 0 and i.role = 'member'
    order by i.created_at desc, i.number desc limit ?`),
  invites: statement<[group: number, createdAt: number, number: number, limit: number], InviteRow>(`
    select ${inviteFields} from invites i ${inviteJoins}
    where i.group_id = ? and (i.created_at, i.number) < (?, ?)
    order by i.created_at desc, i.number desc limit ?`),
  openInvites: statement<[group: number, again: number, at: number, most: number], CountRow>(`
    select count(*) as n from (
      select 1 from invites where group_id = ? and ${open} and expires_at is null
      union all
      select 1 from invites where group_id = ? and ${open} and expires_at > ?
      limit ?) as found`),
  picture: statement<[group: number], { readonly bytes: Uint8Array }>(
    'select bytes from pictures where group_id = ?',
  ),
  lastMessageBefore: statement<[group: number, at: number], { readonly id: number }>(
    'select id from messages where group_id = ? and at < ? order by at desc, id desc limit 1',
  ),
  firstMessageSince: statement<[group: number, at: number], { readonly id: number }>(
    'select id from messages where group_id = ? and at > ? order by at, id limit 1',
  ),
  messages: statement<[group: number, from: number, to: number, limit: number, skip: number], MessageRow>(`
    select ${messageFields} from messages m join people p on p.id = m.sender_id
    where m.group_id = ? and m.id between ? and ? order by m.id desc limit ? offset ?`),
  messagesOf: statement<
    [group: number, sender: number, from: number, to: number, limit: number, skip: number],
    MessageRow
  >(`
    select ${messageFields} from messages m join people p on p.id = m.sender_id
    where m.group_id = ? and m.sender_id = ? and m.id between ? and ? order by m.id desc limit ? offset ?`),
  message: statement<[group: number, id: number], MessageRow>(`
    select ${messageFields} from messages m join people p on p.id = m.sender_id
    where m.group_id = ? and m.id = ?`),
  unread: statement<[group: number, after: number, reader: number, most: number], CountRow>(`
    select count(*) as n from (
      select 1 from messages where group_id = ? and id > ? and sender_id <> ? limit ?) as found`),
  groupEvents: statement<[group: number, after: number, limit: number], GroupEventRow>(`
    select workspace_id, group_id, revision, at, account_id, run_id, actor, facts
    from events where group_id = ? and revision > ? order by revision limit ?`),
  feed: statement<[workspace: number, after: number, limit: number], FeedRow>(`
    select seq, workspace_id, group_id, revision, at, account_id, run_id, actor, facts
    from events where workspace_id = ? and seq > ? order by seq limit ?`),
  lastInFeed: statement<[workspace: number], { readonly seq: number | null }>(
    'select max(seq) as seq from events where workspace_id = ?',
  ),
  runs: statement<[workspace: number, before: number, limit: number], RunRow>(
    `select ${runFields()} from runs where workspace_id = ? and id < ? order by id desc limit ?`,
  ),
  runsOfGroup: statement<[group: number, workspace: number, before: number, limit: number], RunRow>(`
    select ${runFields()} from runs where group_id = ? and workspace_id = ? and id < ? order by id desc limit ?`),
  run: statement<[id: number, workspace: number], RunRow>(
    `select ${runFields()} from runs where id = ? and workspace_id = ?`,
  ),
  openRuns: statement<[most: number], RunRow>(
    `select ${runFields()} from runs where status = 'open' order by id limit ?`,
  ),
  ...history,
  remembered: statement<[key: number, idempotencyKey: string], RememberedRow>(`
    select key_id, idempotency_key, run_id, digest, expires_at
    from idempotency where key_id = ? and idempotency_key = ?`),
}

/** What every event that changes people moves, before the group's id and the revision that it had. */
type Moved = [
  revision: number,
  updatedAt: number,
  owner: Nullable,
  owners: number,
  admins: number,
  members: number,
  subscribers: number,
  invited: number,
  requested: number,
  banned: number,
]
type At = [group: number, revision: number]

/** Statements that write. Those on a group name the revision that it had, so that an event cannot be lost. */
export const writes = {
  addWorkspace: statement<[id: number, name: string, createdAt: number, limits: string]>(
    'insert into workspaces (id, name, created_at, limits) values (?, ?, ?, ?)',
  ),
  setWorkspace: statement<[name: string, limits: string, id: number]>(
    'update workspaces set name = ?, limits = ? where id = ?',
  ),
  addKey: statement<
    [
      id: number,
      workspace: number,
      hash: string,
      name: string,
      scopes: string,
      account: Nullable,
      parent: Nullable,
      createdAt: number,
      expiresAt: Nullable,
      revokedAt: Nullable,
    ]
  >(`
    insert into keys
      (id, workspace_id, hash, name, scopes, account_id, parent_id, created_at, expires_at, revoked_at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  revokeKey: statement<[at: number, id: number]>(
    'update keys set revoked_at = ? where id = ? and revoked_at is null',
  ),
  revokeTokens: statement<[at: number, parent: number]>(
    'update keys set revoked_at = ? where parent_id = ? and revoked_at is null',
  ),
  forgetTokens: statement<[parent: number, before: number]>(
    'delete from keys where parent_id = ? and expires_at < ?',
  ),
  // Something is added to the standing, so that no index is taken for it, which would be one of groups.
  addAccount: statement<
    [
      id: number,
      workspace: number,
      network: string,
      profile: string,
      alias: string | null,
      name: string,
      person: number,
      status: string,
      metadata: string,
      limits: string,
      createdAt: number,
      again: number,
    ]
  >(`
    insert into accounts
      (id, workspace_id, network, profile, alias, name, person_id, status, metadata, limits, created_at, groups)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (
      select count(*) from memberships m join groups g on g.id = m.group_id
      where m.person_id = ? and m.standing + 0 <= 4 and g.deleted_at is null))`),
  // Only people who have an account are counted; for everybody else this finds nothing to do.
  countGroups: statement<[by: number, person: number]>(
    'update accounts set groups = groups + ? where person_id = ?',
  ),
  // A value is asked for, not whether there is one: a database would make a join of that, and one that it plans while
  // its tables are small reads all of the group for each account.
  uncountGroup: statement<[workspace: number, group: number]>(`
    update accounts set groups = groups - 1
    where workspace_id = ? and deleted_at is null and (
      select m.standing from memberships m where m.group_id = ? and m.person_id = accounts.person_id) <= 4`),
  setAccount: statement<[name: string, status: string, metadata: string, limits: string, id: number]>(
    'update accounts set name = ?, status = ?, metadata = ?, limits = ? where id = ?',
  ),
  deleteAccount: statement<[at: number, id: number]>(
    'update accounts set deleted_at = ? where id = ? and deleted_at is null',
  ),
  addPerson: statement<
    [id: number, workspace: number, directory: string, userId: string, name: string | null]
  >(
    'insert into people (id, workspace_id, directory, user_id, name) values (?, ?, ?, ?, ?) on conflict do nothing',
  ),
  renamePerson: statement<[name: string | null, id: number]>('update people set name = ? where id = ?'),
  addGroup: statement<readonly Value[]>(`
    insert into groups
      (id, workspace_id, network, profile, capacity, created_at, created_by, active_at,
       revision, updated_at, owner_id, owners, admins, members, subscribers, invited, requested, banned,
       name, description, settings, tags, topics, metadata, alias, community_id, discoverable, directory)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
      (select directory from people where id = ?))`),
  movePeople: statement<[...Moved, ...At]>(`
    update groups set revision = ?, updated_at = ?, owner_id = ?, owners = ?, admins = ?, members = ?,
      subscribers = ?, invited = ?, requested = ?, banned = ? where id = ? and revision = ?`),
  moveRevision: statement<[revision: number, updatedAt: number, ...At]>(
    'update groups set revision = ?, updated_at = ? where id = ? and revision = ?',
  ),
  moveMessage: statement<[revision: number, updatedAt: number, message: number, activeAt: number, ...At]>(`
    update groups set revision = ?, updated_at = ?, last_message_id = ?, active_at = ?
    where id = ? and revision = ?`),
  moveInfo: statement<
    [
      revision: number,
      updatedAt: number,
      name: string,
      description: string,
      settings: string,
      tags: string,
      topics: string,
      metadata: string,
      discoverable: number,
      ...At,
    ]
  >(`
    update groups set revision = ?, updated_at = ?, name = ?, description = ?, settings = ?, tags = ?, topics = ?,
      metadata = ?, discoverable = ? where id = ? and revision = ?`),
  movePicture: statement<[revision: number, updatedAt: number, picture: string | null, ...At]>(
    'update groups set revision = ?, updated_at = ?, picture = ? where id = ? and revision = ?',
  ),
  movePins: statement<[revision: number, updatedAt: number, pins: string, end: Nullable, ...At]>(
    'update groups set revision = ?, updated_at = ?, pins = ?, pins_end = ? where id = ? and revision = ?',
  ),
  moveSuspension: statement<[revision: number, updatedAt: number, suspension: string | null, ...At]>(
    'update groups set revision = ?, updated_at = ?, suspension = ? where id = ? and revision = ?',
  ),
  moveEnd: statement<[revision: number, updatedAt: number, deletedAt: Nullable, ...At]>(
    'update groups set revision = ?, updated_at = ?, deleted_at = ? where id = ? and revision = ?',
  ),
  addEvent: statement<
    [
      workspace: number,
      group: Nullable,
      revision: Nullable,
      type: string,
      at: number,
      account: Nullable,
      run: Nullable,
      actor: string | null,
      facts: string,
    ]
  >(`
    insert into events (workspace_id, group_id, revision, type, at, account_id, run_id, actor, facts)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  addMembership: statement<
    [
      group: number,
      person: number,
      standing: number,
      since: number,
      by: number,
      revision: number,
      expiresAt: Nullable,
    ]
  >(`
    insert into memberships (group_id, person_id, standing, since, by_id, revision, expires_at)
    values (?, ?, ?, ?, ?, ?, ?)`),
  setMembership: statement<
    [
      standing: number,
      since: number,
      by: number,
      revision: number,
      expiresAt: Nullable,
      group: number,
      person: number,
      from: number,
    ]
  >(`
    update memberships set standing = ?, since = ?, by_id = ?, revision = ?, expires_at = ?
    where group_id = ? and person_id = ? and standing = ?`),
  // What was is moved into the past before it is changed.
  addStay: statement<[revision: number, until: number, group: number, person: number]>(`
    insert into history (group_id, person_id, from_revision, to_revision, standing, since, until, by_id)
    select group_id, person_id, revision, ?, standing, since, ?, by_id
    from memberships where group_id = ? and person_id = ?`),
  dropMembership: statement<[group: number, person: number, from: number]>(
    'delete from memberships where group_id = ? and person_id = ? and standing = ?',
  ),
  showGroup: statement<[person: number, group: number]>(
    'update views set hidden = 0 where person_id = ? and group_id = ? and hidden = 1',
  ),
  setView: statement<[person: number, group: number, hidden: number, view: string]>(`
    insert into views (person_id, group_id, hidden, view) values (?, ?, ?, ?)
    on conflict (person_id, group_id) do update set hidden = excluded.hidden, view = excluded.view`),
  addInvite: statement<
    [
      code: string,
      group: number,
      createdBy: number,
      createdAt: number,
      expiresAt: Nullable,
      usesMax: Nullable,
      uses: number,
      role: string,
      approval: number,
      onlyFor: Nullable,
      revokedAt: Nullable,
    ]
  >(`
    insert into invites
      (code, group_id, created_by, created_at, expires_at, uses_max, uses, role, approval, only_for, revoked_at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  revokeInvite: statement<[at: number, code: string, group: number]>(
    'update invites set revoked_at = ? where code = ? and group_id = ?',
  ),
  useInvite: statement<[code: string, group: number]>(
    'update invites set uses = uses + 1 where code = ? and group_id = ?',
  ),
  endInvite: statement<[code: string, group: number]>(
    'update invites set ended = 1 where code = ? and group_id = ?',
  ),
  endKey: statement<[id: number]>('update keys set ended = 1 where id = ? and ended = 0'),
  dropMembershipExpiries: statement<[group: number]>(
    'update memberships set expires_at = null where group_id = ? and expires_at is not null',
  ),
  dropPinExpiries: statement<[group: number]>('update groups set pins_end = null where id = ?'),
  dropInviteExpiries: statement<[group: number]>(
    'update invites set ended = 1 where group_id = ? and ended = 0',
  ),
  addMessage: statement<[group: number, id: number, sender: number, at: number, text: string]>(
    'insert into messages (group_id, id, sender_id, at, text) values (?, ?, ?, ?, ?)',
  ),
  setPicture: statement<[group: number, bytes: Uint8Array]>(`
    insert into pictures (group_id, bytes) values (?, ?)
    on conflict (group_id) do update set bytes = excluded.bytes`),
  dropPicture: statement<[group: number]>('delete from pictures where group_id = ?'),
  addRun: statement<readonly Value[]>(`
    insert into runs (${runFields()}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  addUnsealed: statement<[workspace: number, run: number]>(
    'insert into unsealed (workspace_id, run_id) values (?, ?)',
  ),
  finishRun: statement<
    [
      group: Nullable,
      status: string,
      revision: Nullable,
      events: number,
      endedAt: Nullable,
      output: string,
      failure: string | null,
      id: number,
      workspace: number,
    ]
  >(`
    update runs set group_id = ?, status = ?, revision = ?, events = ?, ended_at = ?, output = ?, failure = ?
    where id = ? and workspace_id = ?`),
  // A key that ended before this run did, and was not forgotten yet, stands for nothing any more.
  remember: statement<[key: number, idempotencyKey: string, run: number, digest: string, expiresAt: number]>(`
    insert into idempotency (key_id, idempotency_key, run_id, digest, expires_at) values (?, ?, ?, ?, ?)
    on conflict (key_id, idempotency_key) do update
    set run_id = excluded.run_id, digest = excluded.digest, expires_at = excluded.expires_at
    where idempotency.expires_at <=
      (select coalesce(r.ended_at, r.started_at) from runs r where r.id = excluded.run_id)`),
  forget: statement<[before: number, most: number]>(`
    delete from idempotency where (key_id, idempotency_key) in (
      select key_id, idempotency_key from idempotency where expires_at < ? order by expires_at limit ?)`),
}
