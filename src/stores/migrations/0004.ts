/** Messages that are pinned, beside the group that shows them; `pins_end` is when the first of them ends by itself. */
export const sql = `
alter table groups add column pins text not null default '[]';
alter table groups add column pins_end integer;
create index groups_unpinning on groups (pins_end, id) where pins_end is not null;
`
