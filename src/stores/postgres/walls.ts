/**
 * The second wall between tenants: every table has the workspace of each row, and a policy shows a connection the
 * rows of the workspace that it was told, and none when it was told none. Tables that the core's statements know by
 * their group, key or webhook alone get the workspace by themselves.
 */
import { appRole } from './connection.ts'

/** Done after every step of the schema, for the tables that it made; done again it changes nothing. */
export const walls = `
create or replace function muster_workspace() returns bigint stable language plpgsql as $$
begin
  return nullif(nullif(current_setting('muster.workspace', true), ''), '*')::bigint;
end $$;

-- Only for rows that the server writes on its own account, without a workspace told: it looks the workspace up.
create or replace function muster_fill() returns trigger language plpgsql as $$
begin
  if tg_argv[0] = 'group_id' then
    select g.workspace_id into new.workspace_id from groups g where g.id = new.group_id;
  elsif tg_argv[0] = 'webhook_id' then
    select w.workspace_id into new.workspace_id from webhooks w where w.id = new.webhook_id;
  elsif tg_argv[0] = 'account_id' then
    select a.workspace_id into new.workspace_id from accounts a where a.id = new.account_id;
  elsif tg_argv[0] = 'key_id' then
    select k.workspace_id into new.workspace_id from keys k where k.id = new.key_id;
  end if;
  return new;
end $$;

do $$
declare
  has record;
  column_name text;
  rule text;
begin
  for has in
    select c.relname as name, c.oid as id, array_agg(a.attname::text) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
    group by c.oid
  loop
    if has.name not in ('muster', 'leases', 'workspaces') and not 'workspace_id' = any (has.columns) then
      foreach column_name in array array['group_id', 'webhook_id', 'account_id', 'key_id', ''] loop
        exit when column_name = any (has.columns);
      end loop;
      if column_name = '' then
        raise exception 'the table % has no way to its workspace', has.name;
      end if;
      execute format('alter table %I add column workspace_id bigint default muster_workspace()', has.name);
      execute format('alter table %I add constraint %I check (workspace_id is not null)', has.name,
        has.name || '_of_workspace');
      execute format('create trigger fill before insert on %I for each row when (new.workspace_id is null)
        execute function muster_fill(%L)', has.name, column_name);
    end if;
    if not exists (select 1 from pg_policy p where p.polrelid = has.id) then
      rule := case
        when has.name in ('muster', 'leases') then 'current_setting(''muster.workspace'', true) = ''*'''
        when has.name = 'workspaces' then 'current_setting(''muster.workspace'', true) in (id::text, ''*'')'
        else 'current_setting(''muster.workspace'', true) in (workspace_id::text, ''*'')' end;
      execute format('create policy tenant on %I using (%s) with check (%s)', has.name, rule, rule);
      execute format('alter table %I enable row level security', has.name);
      execute format('alter table %I force row level security', has.name);
    end if;
  end loop;
  if exists (select 1 from pg_roles where rolname = '${appRole}') then
    execute format('grant usage on schema %I to ${appRole}', current_schema());
    execute format('grant select, insert, update, delete on all tables in schema %I to ${appRole}', current_schema());
    execute format('grant usage on all sequences in schema %I to ${appRole}', current_schema());
  end if;
end $$;
`
