-- Early warnings where the feed reads them: in the sharing core, as reminders of duties are. A warning is its receiver's alone.

create table core.supply_warning (
    receiver_id uuid not null,
    position bigint not null,
    warning_id uuid not null,
    content bytea not null,
    raised_at timestamptz not null,
    signals uuid[] not null,
    signals_min integer not null,
    partners_min integer not null,
    primary key (receiver_id, position)
);

insert into cx.view_table (view, schema_name, table_name) values ('sharing-core', 'core', 'supply_warning');

grant select on core.supply_warning to cx_service;
grant select, insert, update, delete, truncate on core.supply_warning to cx_projector;

create policy owner on core.supply_warning to cx_owner using (true) with check (true);
create policy projector on core.supply_warning to cx_projector using (true) with check (true);
create policy service on core.supply_warning for select to cx_service using (receiver_id = (select core.caller_partner()));
alter table core.supply_warning enable row level security, force row level security;

-- The signals among the items, the latest first: figures and warnings are made of all that a viewer sees of them.
create index item_signals on core.item (first_at desc, item_id) where kind = 'signal';

-- The latest signals that a viewer sees, so many of one originator at most, and how many there are of them in all. With a day and an
-- instant only those that may count for a warning: open on that day, posted since, and not TLP:RED, which is for persons.
create function core.signals_seen(
    viewer_partner uuid, viewer_member uuid, rows_max integer, of_one_max integer, open_on date, posted_since timestamptz)
returns table (item_id uuid, originator_id uuid, first_at timestamptz, withdrawn boolean, gist bytea, verdict text, of_all bigint)
language plpgsql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $signals_seen$
#variable_conflict use_column
begin
    if viewer_partner is distinct from core.caller_partner() or viewer_member is distinct from core.caller_member() then
        return;
    end if;

    return query
    select w.item_id, w.originator_id, w.first_at, w.withdrawn, w.signal_gist, w.signal_verdict, w.of_all
    from (
        select i.item_id, i.originator_id, i.first_at, i.withdrawn_because is not null as withdrawn, i.signal_gist, i.signal_verdict,
               row_number() over (partition by i.originator_id order by i.first_at desc, i.item_id) as of_one, count(*) over () as of_all
        from core.item i
        where i.kind = 'signal'
          and i.item_id in (select p.item_id from core.open_paths(viewer_partner, viewer_member) p)
          and (open_on is null or (
              i.withdrawn_because is null and i.signal_verdict is null and i.signal_to >= open_on and i.first_at >= posted_since and i.label <> 4))
    ) w
    where w.of_one <= of_one_max
    order by w.first_at desc, w.item_id
    limit rows_max;
end
$signals_seen$;

-- A new function may be called by everyone until that is taken back.
revoke execute on function core.signals_seen from public;
grant execute on function core.signals_seen to cx_service;
