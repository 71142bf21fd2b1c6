-- A rebuild writes the rows of a view anew, beside those that are read, and changes the two over in one transaction.
--
-- The tables of each view. Only these are ever copied, dropped or moved: whoever rebuilds names a view and no table. A script that
-- adds a table to a view adds it here. They are locked in this order: first those that readers take first, so that a reader who
-- waits holds none of the others.
create table cx.view_table (
    view text collate "C" not null,
    schema_name text collate "C" not null check (schema_name in ('core', 'search')),
    table_name text collate "C" not null,
    lock_order smallint not null default 9,
    primary key (schema_name, table_name)
);

insert into cx.view_table (view, schema_name, table_name)
values
    ('sharing-core', 'core', 'partner'), ('sharing-core', 'core', 'suspension'), ('sharing-core', 'core', 'member'),
    ('sharing-core', 'core', 'member_key'), ('sharing-core', 'core', 'item'), ('sharing-core', 'core', 'audience'),
    ('sharing-core', 'core', 'audience_member'), ('sharing-core', 'core', 'released'), ('sharing-core', 'core', 'constituent'),
    ('sharing-core', 'core', 'forward'), ('sharing-core', 'core', 'policy'), ('sharing-core', 'core', 'item_revision'),
    ('sharing-core', 'core', 'group'), ('sharing-core', 'core', 'group_member'), ('sharing-core', 'core', 'past_terms'),
    ('subscriptions', 'core', 'subscription'),
    ('search', 'search', 'item'), ('search', 'search', 'way'), ('search', 'search', 'scope');

update cx.view_table set lock_order = 1 where table_name = 'item';
update cx.view_table set lock_order = 2 where table_name = 'partner';

-- A rebuild that was asked for, and how far it is; its row goes when the rows are changed over, or when it is cancelled.
-- begun_under counts the schema's scripts when its tables were copied; null while they are not.
create table cx.view_rebuild (
    view text collate "C" not null primary key,
    version integer not null,
    asked_at timestamptz not null default clock_timestamp(),
    events_per_second integer check (events_per_second > 0),
    cancelled boolean not null default false,
    fence bigint not null default 0,
    begun_under integer,
    started_at timestamptz,
    position bigint not null default 0,
    instant timestamptz not null default 'epoch',
    target bigint not null default 0,
    rate double precision not null default 0,
    stopped_because text
);

grant select on cx.view_rebuild to cx_service;
grant insert (view, version, events_per_second), update (events_per_second, cancelled, stopped_because) on cx.view_rebuild to cx_service;
grant select, insert, update, delete on cx.view_rebuild to cx_projector;
grant select on cx.view_table to cx_service, cx_projector;

-- Where the new rows of a view are written: no role reads there but the one that writes them. A script that adds a view makes its
-- schema. They stay: to make one, a role needs a right to the database, which a copy of the database does not have.
create schema next_sharing_core;
create schema next_subscriptions;
create schema next_search;
grant usage on schema next_sharing_core, next_subscriptions, next_search to cx_projector;

create function cx.next_schema(view_name text)
returns text
language sql immutable strict parallel safe
return 'next_' || replace(view_name, '-', '_');

-- Gives the copy of a table the constraints, indexes, settings and rights of the table, under the same names: later scripts, and
-- rights that were granted since, find them there.
create function cx.dress_next_table(source regclass, copy regclass)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $dress_next_table$
declare
    part record;
    place text := format(' ON %s USING ', source::text);
    at integer;
begin
    for part in
        select c.conname, pg_get_constraintdef(c.oid) as definition
        from pg_constraint c
        where c.conrelid = source and c.contype in ('p', 'u', 'x')
        order by c.conname
    loop
        execute format('alter table %s add constraint %I %s', copy, part.conname, part.definition);
    end loop;

    for part in
        select pg_get_indexdef(i.indexrelid) as definition
        from pg_index i
        where i.indrelid = source and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid and c.conrelid = source)
        order by i.indexrelid
    loop
        at := strpos(part.definition, place);
        if at = 0 then
            raise exception 'the definition of an index of % is not as expected: %', source, part.definition;
        end if;

        execute overlay(part.definition placing format(' ON %s USING ', copy) from at for length(place));
    end loop;

    for part in
        select a.attname, a.attstattarget
        from pg_attribute a
        where a.attrelid = source and a.attnum > 0 and not a.attisdropped and a.attstattarget >= 0
    loop
        execute format('alter table %s alter column %I set statistics %s', copy, part.attname, part.attstattarget);
    end loop;

    for part in
        select o.option_name, o.option_value
        from pg_class t
        cross join lateral pg_options_to_table(t.reloptions) o
        where t.oid = source
    loop
        execute format('alter table %s set (%I = %L)', copy, part.option_name, part.option_value);
    end loop;

    for part in
        select g.privilege_type, case when g.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(g.grantee)) end as grantee
        from pg_class t
        cross join lateral aclexplode(t.relacl) g
        where t.oid = source and g.grantee <> t.relowner
    loop
        execute format('grant %s on %s to %s', part.privilege_type, copy, part.grantee);
    end loop;

    for part in
        select a.attname, g.privilege_type, case when g.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(g.grantee)) end as grantee
        from pg_attribute a
        cross join lateral aclexplode(a.attacl) g
        where a.attrelid = source and not a.attisdropped
    loop
        execute format('grant %s (%I) on %s to %s', part.privilege_type, part.attname, copy, part.grantee);
    end loop;
end
$dress_next_table$;

-- Drops what a rebuild has written.
create function cx.drop_next_tables(view_name text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $drop_next_tables$
declare
    part record;
begin
    if not exists (select 1 from cx.view_table t where t.view = view_name) then
        raise exception 'there is no view %', view_name;
    end if;

    for part in
        select c.relname
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = cx.next_schema(view_name) and c.relkind = 'r'
    loop
        execute format('drop table %I.%I', cx.next_schema(view_name), part.relname);
    end loop;
end
$drop_next_tables$;

-- Makes the tables of a view a second time, empty, beside those that are read.
create function cx.make_next_tables(view_name text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $make_next_tables$
declare
    part record;
    beside text := cx.next_schema(view_name);
begin
    perform cx.drop_next_tables(view_name);
    for part in select t.schema_name, t.table_name from cx.view_table t where t.view = view_name order by t.table_name loop
        execute format(
            'create table %I.%I (like %I.%I including defaults including constraints including generated including storage including comments)',
            beside, part.table_name, part.schema_name, part.table_name);
        perform cx.dress_next_table(
            format('%I.%I', part.schema_name, part.table_name)::regclass, format('%I.%I', beside, part.table_name)::regclass);
    end loop;
end
$make_next_tables$;

-- Tells the planner how the new tables have grown.
create function cx.analyze_next_tables(view_name text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $analyze_next_tables$
declare
    part record;
begin
    for part in select t.table_name from cx.view_table t where t.view = view_name order by t.table_name loop
        execute format('analyze %I.%I', cx.next_schema(view_name), part.table_name);
    end loop;
end
$analyze_next_tables$;

-- Lets the new tables take the place of those that are read. Readers that have begun keep what they read until they end; until
-- then the tables cannot be had, and the attempt is given up after a while, so that nobody queues behind it for longer. That has
-- to be less than deadlock_timeout: a reader that waits must never be the one who is told to give up.
create function cx.change_over_tables(view_name text, patience interval)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $change_over_tables$
declare
    part record;
    beside text := cx.next_schema(view_name);
    begun timestamptz;
begin
    if not exists (select 1 from cx.view_table t where t.view = view_name) then
        raise exception 'there is no view %', view_name;
    end if;

    -- A vacuum gives way to whoever has waited for it so long, and then none begins. Readers and writers do not notice.
    perform set_config('lock_timeout', '1200ms', true);
    for part in select t.schema_name, t.table_name from cx.view_table t where t.view = view_name order by t.lock_order, t.table_name loop
        execute format('lock table %I.%I in share update exclusive mode', part.schema_name, part.table_name);
    end loop;

    begun := clock_timestamp();
    for part in select t.schema_name, t.table_name from cx.view_table t where t.view = view_name order by t.lock_order, t.table_name loop
        perform set_config(
            'lock_timeout', greatest(1, ceil(extract(epoch from patience - (clock_timestamp() - begun)) * 1000)::integer) || 'ms', true);
        execute format('lock table %I.%I in access exclusive mode', part.schema_name, part.table_name);
    end loop;

    for part in select t.schema_name, t.table_name from cx.view_table t where t.view = view_name order by t.table_name loop
        execute format('drop table %I.%I', part.schema_name, part.table_name);
        execute format('alter table %I.%I set schema %I', beside, part.table_name, part.schema_name);
    end loop;
end
$change_over_tables$;

revoke execute on function cx.next_schema, cx.dress_next_table, cx.drop_next_tables, cx.make_next_tables, cx.analyze_next_tables, cx.change_over_tables
    from public;
grant execute on function cx.next_schema, cx.drop_next_tables, cx.make_next_tables, cx.analyze_next_tables, cx.change_over_tables to cx_projector;
