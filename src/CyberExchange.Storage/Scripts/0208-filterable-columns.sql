-- The functions of script 0197 with the columns of script 0207; their conditions are the same. core.filterable reads each audience by its
-- index, and then as many items as there are, by their ids or in one scan: a join of all at once was planned for an audience of middling
-- size, and read every way for a viewer who sees one item.
drop function core.filterable(uuid, uuid);
create function core.filterable(viewer_partner uuid, viewer_member uuid)
returns table (
    item_id uuid, kind text, originator_id uuid, label smallint, stated_at timestamptz, withdrawn_because text, severity text,
    cvss_max double precision, sectors text[], cves text[], vendors text[], products text[],
    cwes text[], cvss_version smallint, initial_release_at timestamptz, current_release_at timestamptz, category text, tracking_status text,
    cvss2_max double precision, cvss3_max double precision, cvss4_max double precision, purl_keys text[], cpe_keys text[], cpes text[])
language plpgsql stable security definer rows 10000
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $filterable$
declare
    audiences uuid[];
    destinations text[];
    joined bigint[];
    seen uuid[];
begin
    if viewer_partner is distinct from core.caller_partner() or viewer_member is distinct from core.caller_member() then
        return;
    end if;

    select array_agg(a.audience_id), array_agg(a.destination), array_agg(a.from_position)
    into audiences, destinations, joined
    from core.audiences_of(viewer_partner, viewer_member) a
    where a.to_position is null;

    seen := array(
        select distinct r.item_id
        from unnest(audiences, destinations, joined) as a (audience_id, destination, from_position)
        cross join lateral (
            select r.item_id
            from core.released r
            where r.audience_id = a.audience_id
              and r.destination = a.destination
              and r.to_position is null
              and (r.newcomers or a.from_position <= r.from_position)
            offset 0
        ) r);

    return query
    select i.item_id, i.kind, i.originator_id, i.label, i.stated_at, i.withdrawn_because, i.severity,
           i.cvss_max, i.sectors, i.cves, i.vendors, i.products,
           i.cwes, i.cvss_version, i.initial_release_at, i.current_release_at, i.category, i.tracking_status,
           i.cvss2_max, i.cvss3_max, i.cvss4_max, i.purl_keys, i.cpe_keys, i.cpes
    from unnest(seen) s (item_id)
    join core.item i on i.item_id = s.item_id;
end
$filterable$;

drop function core.filterable_before(uuid, uuid, bigint, bigint, uuid, integer);
create function core.filterable_before(
    viewer_partner uuid, viewer_member uuid, at_position bigint, at_change bigint, at_item uuid, rows_max integer)
returns table (
    item_id uuid, audience_id uuid, reason smallint, feed_position bigint, changed_position bigint,
    kind text, originator_id uuid, label smallint, stated_at timestamptz, withdrawn_because text, severity text,
    cvss_max double precision, sectors text[], cves text[], vendors text[], products text[],
    cwes text[], cvss_version smallint, initial_release_at timestamptz, current_release_at timestamptz, category text, tracking_status text,
    cvss2_max double precision, cvss3_max double precision, cvss4_max double precision, purl_keys text[], cpe_keys text[], cpes text[])
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
           i.cwes, i.cvss_version, i.initial_release_at, i.current_release_at, i.category, i.tracking_status,
           i.cvss2_max, i.cvss3_max, i.cvss4_max, i.purl_keys, i.cpe_keys, i.cpes
    from core.ways_before(viewer_partner, viewer_member, at_position, at_change, at_item, rows_max) w
    join core.item i on i.item_id = w.item_id;
end
$filterable_before$;

revoke execute on function core.filterable, core.filterable_before from public;
grant execute on function core.filterable, core.filterable_before to cx_service;
