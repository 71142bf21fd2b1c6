-- The role that Marten reads the log with: an administrator grants it to a login of its own. Run as the login of the
-- connection string, as every script that makes roles; whoever migrates needs no membership in it.
--
-- Roles belong to the cluster: a second database finds it made, and whoever loses a race for it has what it wanted.
do $roles$
begin
    if not exists (select 1 from pg_catalog.pg_roles r where r.rolname = 'marten_reader') then
        begin
            create role marten_reader nologin;
        exception
            when duplicate_object or unique_violation then
                raise notice 'role marten_reader was made by another session';
            when insufficient_privilege then
                raise insufficient_privilege using
                    message = 'role marten_reader is missing, and this login may not make roles',
                    hint = 'An administrator makes it once for the cluster: create role marten_reader nologin';
        end;
    end if;
end
$roles$;
