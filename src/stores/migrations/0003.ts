/**
 * Ids that callers choose for groups, groups in groups, groups to discover, and keys that are tokens of others.
 * `discoverable` repeats what stands in `settings`, and `directory` that of the group's first person, so that a
 * page of groups to discover is read along one index.
 */
export const sql = `
alter table groups add column alias text;
alter table groups add column community_id integer references groups (id);
alter table groups add column discoverable integer not null default 0;
alter table groups add column directory text not null default '';
update groups set discoverable = 1 where settings like '%"discoverable":true%';
update groups set directory = (select p.directory from people p where p.id = groups.created_by);
create unique index groups_by_alias on groups (workspace_id, alias) where alias is not null;
create index groups_to_discover on groups (workspace_id, network, directory, id)
  where discoverable = 1 and deleted_at is null;

alter table keys add column parent_id integer references keys (id);
create index keys_of_parent on keys (parent_id, expires_at) where parent_id is not null;
`
