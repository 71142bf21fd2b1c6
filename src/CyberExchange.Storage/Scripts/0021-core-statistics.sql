-- Plans for the core's tables are made from their statistics, and a table that has just grown from nothing has none: a feed
-- page then read every row. Whoever fills the tables says so, and does not own them.
create function core.refresh_statistics()
returns void
language plpgsql
security definer
set search_path = pg_catalog
as $refresh_statistics$
begin
    analyze core.item;
    analyze core.audience;
    analyze core.audience_member;
    analyze core.released;
    analyze core.partner;
    analyze core.member;
end
$refresh_statistics$;

revoke execute on function core.refresh_statistics from public;
grant execute on function core.refresh_statistics to cx_projector;
