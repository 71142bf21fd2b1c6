-- As of the core's tables (0021): plans for the duties' tables are made from their statistics, and a table that was just filled anew
-- has none. Whoever fills the tables says so, and does not own them.
create function core.refresh_duty_statistics()
returns void
language plpgsql
security definer
set search_path = pg_catalog
as $refresh_duty_statistics$
begin
    analyze core.duty;
    analyze core.duty_file;
    analyze core.duty_reminder;
    analyze core.duty_content;
    analyze core.duty_profile;
end
$refresh_duty_statistics$;

revoke execute on function core.refresh_duty_statistics from public;
grant execute on function core.refresh_duty_statistics to cx_projector;
