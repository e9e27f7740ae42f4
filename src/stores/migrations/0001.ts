/**
 * The first schema. Integers are ids, times in milliseconds, counts and truth values (0, 1); `standing` is the
 * position in the core's list, from 1. What no query looks into is JSON text.
 */
export const sql = `
create table workspaces (
  id integer primary key,
  name text not null,
  created_at integer not null,
  limits text not null
) strict;

create table people (
  id integer primary key,
  workspace_id integer not null references workspaces (id),
  directory text not null,
  user_id text not null,
  name text
) strict;
create unique index people_by_user_id on people (workspace_id, directory, user_id);

create table accounts (
  id integer primary key,
  workspace_id integer not null references workspaces (id),
  network text not null,
  profile text not null,
  alias text,
  name text not null,
  person_id integer not null references people (id),
  status text not null,
  metadata text not null,
  limits text not null,
  created_at integer not null,
  -- How many groups its person is in: kept, because counting would grow with it.
  groups integer not null,
  deleted_at integer
) strict;
create unique index accounts_by_alias on accounts (workspace_id, alias) where deleted_at is null and alias is not null;
create index accounts_of_person on accounts (person_id);
create index accounts_page on accounts (workspace_id, id) where deleted_at is null;
create index accounts_by_name on accounts (workspace_id, name, id) where deleted_at is null;

create table keys (
  id integer primary key,
  workspace_id integer not null references workspaces (id),
  hash text not null unique,
  name text not null,
  scopes text not null,
  account_id integer references accounts (id),
  created_at integer not null,
  expires_at integer,
  revoked_at integer
) strict;
create index keys_page on keys (workspace_id, id);

-- What every event moves comes first, so that a long description behind it is not written again with it.
create table groups (
  id integer primary key,
  revision integer not null,
  updated_at integer not null,
  owner_id integer references people (id),
  owners integer not null,
  admins integer not null,
  members integer not null,
  subscribers integer not null,
  invited integer not null,
  requested integer not null,
  banned integer not null,
  last_message_id integer,
  active_at integer not null,
  deleted_at integer,
  workspace_id integer not null references workspaces (id),
  network text not null,
  profile text not null,
  capacity integer not null,
  created_at integer not null,
  created_by integer not null references people (id),
  picture text,
  name text not null,
  settings text not null,
  tags text not null,
  topics text not null,
  metadata text not null,
  description text not null
) strict;

create table memberships (
  group_id integer not null references groups (id),
  person_id integer not null references people (id),
  standing integer not null,
  since integer not null,
  by_id integer not null,
  primary key (group_id, person_id)
) strict, without rowid;
-- Holds by_id too, so that a page of people is read from this index alone.
create index memberships_page on memberships (group_id, standing, since, person_id, by_id);
create index memberships_of_person on memberships (person_id, group_id);

create table views (
  person_id integer not null references people (id),
  group_id integer not null references groups (id),
  hidden integer not null,
  view text not null,
  primary key (person_id, group_id)
) strict, without rowid;

create table invites (
  number integer primary key,
  code text not null unique,
  group_id integer not null references groups (id),
  created_by integer not null references people (id),
  created_at integer not null,
  expires_at integer,
  uses_max integer,
  uses integer not null,
  role text not null,
  approval integer not null,
  only_for integer references people (id),
  revoked_at integer
) strict;
create index invites_page on invites (group_id, created_at, number);
create index invites_standing on invites (group_id, created_at, number)
  where revoked_at is null and expires_at is null and uses_max is null and only_for is null and approval = 0
    and role = 'member';
create index invites_open on invites (group_id, expires_at)
  where revoked_at is null and only_for is null and (uses_max is null or uses < uses_max);

create table messages (
  group_id integer not null references groups (id),
  id integer not null,
  sender_id integer not null references people (id),
  at integer not null,
  text text not null,
  primary key (group_id, id)
) strict, without rowid;
create unique index messages_id on messages (id);
create index messages_of_sender on messages (group_id, sender_id, id);
create index messages_by_time on messages (group_id, at, id);

create table pictures (
  group_id integer primary key references groups (id),
  bytes blob not null
) strict;

-- seq rises in the order of commits, for whoever follows all events.
create table events (
  seq integer primary key,
  workspace_id integer not null references workspaces (id),
  group_id integer not null references groups (id),
  revision integer not null,
  type text not null,
  at integer not null,
  account_id integer not null,
  run_id integer not null,
  actor text not null,
  facts text not null
) strict;
create unique index events_of_group on events (group_id, revision);
create index events_feed on events (workspace_id, seq);

create table runs (
  id integer primary key,
  workspace_id integer not null references workspaces (id),
  key_id integer not null,
  account_id integer,
  group_id integer,
  dialect text not null,
  operation text not null,
  request_id text not null,
  status text not null,
  revision integer,
  started_at integer not null,
  ended_at integer,
  input text not null,
  output text not null,
  failure text
) strict;
create index runs_page on runs (workspace_id, id);
create index runs_open on runs (id) where status = 'open';

create table idempotency (
  key_id integer not null,
  idempotency_key text not null,
  run_id integer not null,
  digest text not null,
  expires_at integer not null,
  primary key (key_id, idempotency_key)
) strict, without rowid;
create index idempotency_by_end on idempotency (expires_at);
`
