/** Groups that are suspended: since when and why, as JSON; null while a group goes on as usual. */
export const sql = `
alter table groups add column suspension text;
`
