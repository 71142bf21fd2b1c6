-- Raises the wall before the tables of a view: the policies hold from then on, for the owner too.
--
-- Not by a script where rows are read: a program of before names no caller and would read none. The rows of its version it reads to
-- the end without a wall. The tables that a rebuild makes have one, and a later version of rows is what changes them over; after that
-- the program of before answers nothing from them.
create function cx.raise_wall(view_name text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $raise_wall$
declare
    part record;
begin
    for part in
        select t.schema_name, t.table_name
        from cx.view_table t
        join pg_class c on c.oid = format('%I.%I', t.schema_name, t.table_name)::regclass
        where t.view = view_name and not (c.relrowsecurity and c.relforcerowsecurity)
        order by t.lock_order, t.table_name
    loop
        execute format('alter table %I.%I enable row level security, force row level security', part.schema_name, part.table_name);
    end loop;
end
$raise_wall$;

-- As in script 0081; the copy has the policies too, and a wall whether the table has one or not.
create or replace function cx.dress_next_table(source regclass, copy regclass)
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

    for part in
        select p.polname, case when p.polpermissive then 'permissive' else 'restrictive' end as kind,
               case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end as command,
               (select string_agg(case when r.role = 0 then 'public' else quote_ident(pg_get_userbyid(r.role)) end, ', ') from unnest(p.polroles) r (role)) as roles,
               ' using (' || pg_get_expr(p.polqual, p.polrelid) || ')' as visible,
               ' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')' as writable
        from pg_policy p
        where p.polrelid = source
        order by p.polname
    loop
        execute format('create policy %I on %s as %s for %s to %s', part.polname, copy, part.kind, part.command, part.roles)
            || coalesce(part.visible, '') || coalesce(part.writable, '');
    end loop;

    execute format('alter table %s enable row level security, force row level security', copy);
end
$dress_next_table$;

revoke execute on function cx.raise_wall from public;
grant execute on function cx.raise_wall to cx_projector;

-- Views that hold no event yet are read by nobody.
do $begin$
declare
    part record;
begin
    for part in
        select distinct t.view
        from cx.view_table t
        where not exists (select 1 from core.checkpoint c where c.view = t.view and c.position > 0)
    loop
        perform cx.raise_wall(part.view);
    end loop;
end
$begin$;
