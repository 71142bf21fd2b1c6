-- The functions of script 0150 with the columns of script 0194; their conditions are the same.
drop function core.filterable(uuid, uuid);
create function core.filterable(viewer_partner uuid, viewer_member uuid)
returns table (
    item_id uuid, kind text, originator_id uuid, label smallint, stated_at timestamptz, withdrawn_because text, severity text,
    cvss_max double precision, sectors text[], cves text[], vendors text[], products text[],
    cwes text[], cvss_version smallint, initial_release_at timestamptz, current_release_at timestamptz, category text, tracking_status text)
language plpgsql stable security definer rows 10000
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $filterable$
begin
    if viewer_partner is distinct from core.caller_partner() or viewer_member is distinct from core.caller_member() then
        return;
    end if;

    return query
    select i.item_id, i.kind, i.originator_id, i.label, i.stated_at, i.withdrawn_because, i.severity,
           i.cvss_max, i.sectors, i.cves, i.vendors, i.products,
           i.cwes, i.cvss_version, i.initial_release_at, i.current_release_at, i.category, i.tracking_status
    from (select distinct p.item_id from core.open_paths(viewer_partner, viewer_member) p) seen
    join core.item i on i.item_id = seen.item_id;
end
$filterable$;

drop function core.filterable_before(uuid, uuid, bigint, bigint, uuid, integer);
create function core.filterable_before(
    viewer_partner uuid, viewer_member uuid, at_position bigint, at_change bigint, at_item uuid, rows_max integer)
returns table (
    item_id uuid, audience_id uuid, reason smallint, feed_position bigint, changed_position bigint,
    kind text, originator_id uuid, label smallint, stated_at timestamptz, withdrawn_because text, severity text,
    cvss_max double precision, sectors text[], cves text[], vendors text[], products text[],
    cwes text[], cvss_version smallint, initial_release_at timestamptz, current_release_at timestamptz, category text, tracking_status text)
language plpgsql stable security definer rows 50
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $filterable_before$
begin
    if viewer_partner is distinct from core.caller_partner() or viewer_member is distinct from core.caller_member() then
        return;
    end if;

    return query
    select w.item_id, w.audience_id, w.reason, w.feed_position, w.changed_position,
           i.kind, i.originator_id, i.label, i.stated_at, i.withdrawn_because, i.severity,
           i.cvss_max, i.sectors, i.cves, i.vendors, i.products,
           i.cwes, i.cvss_version, i.initial_release_at, i.current_release_at, i.category, i.tracking_status
    from core.ways_before(viewer_partner, viewer_member, at_position, at_change, at_item, rows_max) w
    join core.item i on i.item_id = w.item_id;
end
$filterable_before$;

revoke execute on function core.filterable, core.filterable_before from public;
grant execute on function core.filterable, core.filterable_before to cx_service;
