/**
 * What nothing may lose: the past of memberships, ends that come by themselves, events of no group, webhooks and their
 * deliveries, and the chain over the runs. The past is filled in from the events that are there.
 */
export const sql = `
-- The present standing stays where it is; what ended is moved here, so that adding somebody costs no more than before.
create table history (
  group_id integer not null,
  person_id integer not null,
  from_revision integer not null,
  to_revision integer not null,
  standing integer not null,
  since integer not null,
  until integer not null,
  by_id integer not null,
  primary key (group_id, person_id, from_revision)
) strict, without rowid;

create temp table changes as
select e.group_id, e.revision, e.at, json_extract(e.actor, '$.id') as by_id,
  json_extract(p.value, '$.person.id') as person_id,
  case json_extract(p.value, '$.to')
    when 'owner' then 1 when 'admin' then 2 when 'member' then 3 when 'subscriber' then 4 when 'invited' then 5
    when 'requested' then 6 when 'banned' then 7 when 'left' then 8 when 'removed' then 9 end as standing
from events e, json_each(e.facts, '$.people') p;
create index temp.changes_of_person on changes (group_id, person_id, revision);

insert into history
select group_id, person_id, from_revision, to_revision, standing, since, until, by_id from (
  select group_id, person_id, revision as from_revision, standing, at as since, by_id,
    lead(revision) over person as to_revision, lead(at) over person as until
  from changes window person as (partition by group_id, person_id order by revision))
where standing is not null and to_revision is not null;

alter table memberships add column revision integer not null default 0;
alter table memberships add column expires_at integer;
update memberships set revision = coalesce((
  select max(c.revision) from changes c
  where c.group_id = memberships.group_id and c.person_id = memberships.person_id), 0);
drop table changes;

drop index memberships_page;
create index memberships_page on memberships (group_id, standing, since, person_id, by_id, expires_at);
create index memberships_ending on memberships (expires_at, group_id, person_id) where expires_at is not null;

-- An event says that its time is over: written once.
alter table invites add column ended integer not null default 0;
create index invites_ending on invites (expires_at, group_id)
  where expires_at is not null and revoked_at is null and ended = 0 and (uses_max is null or uses < uses_max);
alter table keys add column ended integer not null default 0;
create index keys_ending on keys (expires_at) where expires_at is not null and revoked_at is null and ended = 0;

-- An event may belong to no group, and be the server's own doing.
create table events_2 (
  seq integer primary key,
  workspace_id integer not null references workspaces (id),
  group_id integer references groups (id),
  revision integer,
  type text not null,
  at integer not null,
  account_id integer,
  run_id integer,
  actor text,
  facts text not null
) strict;
insert into events_2 select seq, workspace_id, group_id, revision, type, at, account_id, run_id, actor, facts from events;
drop table events;
alter table events_2 rename to events;
create unique index events_of_group on events (group_id, revision) where group_id is not null;
create index events_feed on events (workspace_id, seq);

alter table runs add column events integer not null default 0;
create index runs_of_group on runs (group_id, id) where group_id is not null;

-- How far the feed was read to write deliveries.
alter table workspaces add column fanned_to integer not null default 0;

create table webhooks (
  id integer primary key,
  workspace_id integer not null references workspaces (id),
  url text not null,
  dialect text not null,
  accounts text not null,
  events text not null,
  description text,
  ordered integer not null,
  secret text not null,
  previous_secret text,
  previous_until integer,
  enabled integer not null,
  disabled_reason text,
  created_at integer not null,
  after integer not null
) strict;
create index webhooks_page on webhooks (workspace_id, id);
create index webhooks_enabled on webhooks (id) where enabled = 1;

-- account_id is 0 where a dialect has no view of its own for each account, and seq is -id for a test.
create table deliveries (
  webhook_id integer not null references webhooks (id),
  id integer not null,
  workspace_id integer not null,
  seq integer not null,
  part integer not null,
  group_id integer,
  account_id integer not null,
  type text not null,
  status text not null,
  attempts integer not null,
  created_at integer not null,
  next_at integer,
  ended_at integer,
  body text,
  primary key (webhook_id, id)
) strict, without rowid;
create unique index deliveries_once on deliveries (webhook_id, seq, account_id, part);
create index deliveries_due on deliveries (webhook_id, next_at, id) where status = 'pending';
create index deliveries_waiting on deliveries (webhook_id, group_id, status, seq, account_id, part)
  where status = 'waiting' or status = 'pending';
create index deliveries_by_status on deliveries (webhook_id, status, id);

create table attempts (
  webhook_id integer not null references webhooks (id),
  id integer not null,
  delivery_id integer not null,
  number integer not null,
  at integer not null,
  took_ms integer not null,
  status integer,
  answer text,
  error text,
  primary key (webhook_id, id)
) strict, without rowid;
create index attempts_of_delivery on attempts (webhook_id, delivery_id, id);

-- Runs that ended, in the order of their commits, until they are sealed.
create table unsealed (
  seq integer primary key,
  workspace_id integer not null,
  run_id integer not null
) strict;
create index unsealed_of_workspace on unsealed (workspace_id, seq);
insert into unsealed (workspace_id, run_id) select workspace_id, id from runs where status <> 'open' order by id;

create table seals (
  workspace_id integer not null references workspaces (id),
  number integer not null,
  at integer not null,
  runs text not null,
  previous text not null,
  hash text not null,
  primary key (workspace_id, number)
) strict, without rowid;
`
