-- On whose behalf a transaction reads: settings that hold until it ends, so that a pooled connection keeps nobody's. Once set and
-- ended they are empty, as good as never set. cx.partner and cx.member name a viewer, the zero uuid in both the public. cx.errand
-- names work of the exchange itself: directory, embargo, policy, or explain, which is about the item in cx.item.

create function core.caller_partner()
returns uuid
language sql stable parallel safe
return nullif(current_setting('cx.partner', true), '')::uuid;

create function core.caller_member()
returns uuid
language sql stable parallel safe
return nullif(current_setting('cx.member', true), '')::uuid;

create function core.caller_errand()
returns text
language sql stable parallel safe
return nullif(current_setting('cx.errand', true), '');

create function core.caller_item()
returns uuid
language sql stable parallel safe
return nullif(current_setting('cx.item', true), '')::uuid;

-- The functions below are what policies ask. They look at the relation with the rights of its owner: a policy that looked with the
-- caller's would ask itself. They name no table to the catalog, so that a rebuild can drop the tables.

-- The audiences that the caller belongs or belonged to.
create function core.caller_audiences()
returns table (audience_id uuid)
language plpgsql stable security definer rows 50
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $caller_audiences$
declare
    partner uuid := core.caller_partner();
    member uuid := core.caller_member();
begin
    return query select distinct a.audience_id from core.audiences_of(partner, member) a;
end
$caller_audiences$;

-- The same of those that it belongs to, in one row: asked once in a statement, and held against each item.
create function core.caller_holds()
returns table (audiences uuid[], joined bigint[], jurisdiction text)
language plpgsql stable security definer rows 1
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $caller_holds$
declare
    partner uuid := core.caller_partner();
    member uuid := core.caller_member();
begin
    return query
    select array_agg(h.audience_id), array_agg(h.from_position), (select p.jurisdiction from core.partner p where p.partner_id = partner)
    from (
        select a.audience_id, min(a.from_position) as from_position
        from core.audiences_of(partner, member) a
        where a.to_position is null and a.destination = '*'
        group by a.audience_id
    ) h;
end
$caller_holds$;

-- Whether an item is open to whoever belongs to these audiences: the condition of core.ways_to, on the item's few rows alone.
create function core.is_open(item uuid, audiences uuid[], joined bigint[], jurisdiction text)
returns boolean
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $is_open$
begin
    return exists (
        select 1
        from (
            select i.audience_id, i.destination, i.newcomers, i.from_position
            from core.released i
            where i.item_id = item and i.to_position is null
            offset 0
        ) r
        where r.audience_id = any (audiences)
          and r.destination in ('*', jurisdiction)
          and (r.newcomers or joined[array_position(audiences, r.audience_id)] <= r.from_position));
end
$is_open$;

-- Of what kind an item is that the caller sees or saw; null for any other. Whoever lost an item is told no more of it.
create function core.kind_seen(item uuid)
returns text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $kind_seen$
declare
    partner uuid := core.caller_partner();
    member uuid := core.caller_member();
begin
    return (
        select i.kind
        from core.item i
        where i.item_id = item and exists (select 1 from core.ways_to(partner, member, item)));
end
$kind_seen$;

-- Whether a partner is an operator. Asked of the table, a policy that hides the partner would answer no, and show a maker the victim:
-- of whom nothing is known the answer is yes.
create function core.by_operator(originator uuid)
returns boolean
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $by_operator$
begin
    return coalesce((select p.is_operator from core.partner p where p.partner_id = originator), true);
end
$by_operator$;

-- Of each item that the caller sees, what filters ask: a count looks at all of them, and asking the policy for each would take longer
-- than counting. The viewer is named twice, by whoever asks and by the transaction; of another there is nothing.
create function core.filterable(viewer_partner uuid, viewer_member uuid)
returns table (
    item_id uuid, kind text, originator_id uuid, label smallint, stated_at timestamptz, withdrawn_because text, severity text,
    cvss_max double precision, sectors text[], cves text[], vendors text[], products text[])
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
           i.cvss_max, i.sectors, i.cves, i.vendors, i.products
    from (select distinct p.item_id from core.open_paths(viewer_partner, viewer_member) p) seen
    join core.item i on i.item_id = seen.item_id;
end
$filterable$;

-- The same of the ways of core.ways_before, for lists that look at many to find a page of those that pass.
create function core.filterable_before(
    viewer_partner uuid, viewer_member uuid, at_position bigint, at_change bigint, at_item uuid, rows_max integer)
returns table (
    item_id uuid, audience_id uuid, reason smallint, feed_position bigint, changed_position bigint,
    kind text, originator_id uuid, label smallint, stated_at timestamptz, withdrawn_because text, severity text,
    cvss_max double precision, sectors text[], cves text[], vendors text[], products text[])
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
           i.cvss_max, i.sectors, i.cves, i.vendors, i.products
    from core.ways_before(viewer_partner, viewer_member, at_position, at_change, at_item, rows_max) w
    join core.item i on i.item_id = w.item_id;
end
$filterable_before$;

revoke execute on function
    core.caller_partner, core.caller_member, core.caller_errand, core.caller_item, core.caller_audiences, core.caller_holds, core.is_open, core.kind_seen,
    core.by_operator, core.filterable, core.filterable_before
    from public;
grant execute on function
    core.caller_partner, core.caller_member, core.caller_errand, core.caller_item, core.caller_audiences, core.caller_holds, core.is_open, core.kind_seen,
    core.by_operator, core.filterable, core.filterable_before
    to cx_service;
