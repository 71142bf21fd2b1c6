-- Early warnings where the feed reads them: in the sharing core, as reminders of duties are. A warning is its receiver's alone.

create table core.supply_warning (
    receiver_id uuid not null,
    position bigint not null,
    warning_id uuid not null,
    content bytea not null,
    raised_at timestamptz not null,
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

-- The way by which a viewer sees each signal that it sees: the one that opened first. The latest signals first.
create function core.signals_seen(viewer_partner uuid, viewer_member uuid, rows_max integer)
returns table (item_id uuid, audience_id uuid, reason smallint, feed_position bigint, changed_position bigint)
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
    select s.item_id, s.audience_id, s.reason, s.feed_position, s.changed_position
    from (
        select distinct on (i.item_id) i.item_id, i.first_at, p.audience_id, p.reason, p.feed_position, p.changed_position
        from core.item i
        join core.open_paths(viewer_partner, viewer_member) p on p.item_id = i.item_id
        where i.kind = 'signal'
        order by i.item_id, p.opened, p.reason, p.audience_id, p.destination
    ) s
    order by s.first_at desc, s.item_id
    limit rows_max;
end
$signals_seen$;

-- A new function may be called by everyone until that is taken back.
revoke execute on function core.signals_seen from public;
grant execute on function core.signals_seen to cx_service;
