-- The three roles of the exchange, and the schemas they meet in. Run as the login of the connection string, which
-- becomes a member of all three; every later script runs as cx_owner.
--
-- Roles belong to the cluster and not to the database: a second database finds them made, and two databases that are
-- migrated at once race for them. The loser of that race has what it wanted, so its error is no error.

do $roles$
declare
    role_name text;
begin
    foreach role_name in array array['cx_owner', 'cx_service', 'cx_projector'] loop
        if not exists (select 1 from pg_catalog.pg_roles r where r.rolname = role_name) then
            begin
                execute format('create role %I nologin', role_name);
            exception when duplicate_object or unique_violation then
                raise notice 'role % was made by another session', role_name;
            end;
        end if;
    end loop;

    -- A superuser may take any role, and an administrator may have granted them. Otherwise whoever made the roles may
    -- grant them to itself.
    foreach role_name in array array['cx_owner', 'cx_service', 'cx_projector'] loop
        begin
            execute format('set local role %I', role_name);
            reset role;
        exception when insufficient_privilege then
            execute format('grant %I to %I', role_name, current_user);
        end;
    end loop;

    execute format('grant create on database %I to cx_owner', current_database());
end
$roles$;

-- cx: the event log and the operational tables. core: what is projected for sharing. Both belong to cx_owner.
alter schema cx owner to cx_owner;
alter table cx.schema_script owner to cx_owner;
create schema core authorization cx_owner;

grant usage on schema cx to cx_service, cx_projector;
grant usage on schema core to cx_service, cx_projector;
grant select on cx.schema_script to cx_service, cx_projector;
