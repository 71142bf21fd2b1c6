-- Live figures: counts over the items that a viewer sees, and over nothing else.

insert into cx.view_table (view, schema_name, table_name) values ('sharing-core', 'core', 'figure');

create policy owner on core.figure to cx_owner using (true) with check (true);
create policy projector on core.figure to cx_projector using (true) with check (true);
create policy service on core.figure for select to cx_service using (
    (select core.is_open(item_id, h.audiences, h.joined, h.jurisdiction) from core.caller_holds() h));
alter table core.figure enable row level security, force row level security;

-- The items that a viewer sees: of core.open_paths, read audience by audience out of the index of what is open, as core.count_of does.
-- However many audiences the planner takes it for, the whole table is never the shorter way for who sees little.
create function core.items_of(viewer_partner uuid, viewer_member uuid)
returns uuid[]
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $items_of$
declare
    audiences uuid[];
    destinations text[];
    joined bigint[];
begin
    select array_agg(a.audience_id), array_agg(a.destination), array_agg(a.from_position)
    into audiences, destinations, joined
    from core.audiences_of(viewer_partner, viewer_member) a
    where a.to_position is null;

    return (
        select array_agg(d.item_id)
        from (
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
            ) r
        ) d);
end
$items_of$;

-- How many of the items that the caller sees have which value, by originator's side and month. The viewer is named twice, by whoever asks and by the transaction; of another there is nothing.
-- What others share as TLP:AMBER+STRICT or TLP:RED (labels 3 and 4) is left out: their originators learn of every reading of these, and a number of few would be one.
--
-- incident-labels and advisory-labels are no values of one item: of all of a month the strictest label and the strictest permissible action, as numbers.
-- duty_ids and duty_regimes say of which regime a duty is; files of duties are the viewer's own. Of names, as vendors have, those that
-- stand most often on a side are told, at most names_max, or else the ones in some_names.
create function core.figures_of(
    viewer_partner uuid, viewer_member uuid, month_from integer, month_to integer, some_sectors text[], tests text[],
    duty_ids text[], duty_regimes text[], names_max integer, some_names text[])
returns table (dimension text, home text, month integer, term text, items bigint)
language plpgsql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set jit = off
as $figures_of$
#variable_conflict use_column
declare
    seen uuid[];
begin
    if viewer_partner is distinct from core.caller_partner() or viewer_member is distinct from core.caller_member() then
        return;
    end if;

    -- As a list, whose length the plans below know: few are looked up one by one, many are joined.
    seen := core.items_of(viewer_partner, viewer_member);

    return query
    with own as (
        -- As editions count: of each incident the reports that were made and that nobody corrected, with what the clock said then. A report that stands for
        -- a later one as well is in the lines of both.
        select d.incident_id,
               case when count(distinct r.regime) > 1 then 'several' else min(r.regime) end
               || case when bool_or(s.submission -> 'computed' -> 'inTime' = 'false') then '/late'
                       when bool_or(s.submission -> 'computed' -> 'inTime' = 'true') then '/in-time'
                       else '/no-limit' end as regime
        from core.duty d
        cross join lateral jsonb_array_elements(convert_from(d.line, 'UTF8')::jsonb -> 'submissions') s (submission)
        join unnest(duty_ids, duty_regimes) as r (duty, regime) on r.duty = d.obligation_id
        where d.reader_id = viewer_partner
          and d.by_owner
          and d.met_at is not null
          and s.submission ->> 'obligation' = d.obligation_id
        group by d.incident_id
    ), counted as (
        select f.home, f.month, f.label, f.pap, f.sector, f.area, f.classification, f.severity, o.regime
        from unnest(seen) as s (item_id)
        join core.figure f on f.item_id = s.item_id
        left join own o on o.incident_id = f.item_id
        where f.kind = 'incident'
          and not f.withdrawn
          and (f.label < 3 or f.originator_id = viewer_partner)
          and f.month between month_from and month_to
          and f.classification <> all (tests)
          and (some_sectors is null or f.sectors && some_sectors)
    )
    select case grouping(c.sector, c.area, c.classification, c.severity, c.regime)
               when 15 then 'sectors' when 23 then 'areas' when 27 then 'classes' when 29 then 'severities' else 'regimes' end,
           c.home, c.month, coalesce(c.sector, c.area, c.classification, c.severity, c.regime), count(*)
    from counted c
    group by grouping sets (
        (c.home, c.month, c.sector), (c.home, c.month, c.area), (c.home, c.month, c.classification), (c.home, c.month, c.severity), (c.home, c.month, c.regime))
    union all
    select 'incident-labels', c.home, c.month, (max(c.label) || '.' || max(c.pap)) collate "C", count(*) from counted c group by c.home, c.month;

    -- Advisories name no sectors: a filter by sector passes none, as in lists.
    if some_sectors is not null then
        return;
    end if;

    return query
    with counted as materialized (
        select f.item_id, f.home, f.month, f.label, f.pap, f.severity, f.vendors, f.cwes, f.cves
        from unnest(seen) as s (item_id)
        join core.figure f on f.item_id = s.item_id
        where f.kind = 'advisory'
          and not f.withdrawn
          and (f.label < 3 or f.originator_id = viewer_partner)
          and f.month between month_from and month_to
    ), named as (
        select 'vendors' as dimension, c.home, c.month, v.name, count(*) as items
        from counted c cross join unnest(c.vendors) as v (name)
        group by c.home, c.month, v.name
        union all
        select 'weaknesses', c.home, c.month, w.name, count(*)
        from counted c cross join unnest(c.cwes) as w (name)
        group by c.home, c.month, w.name
    ), told as (
        select t.dimension, t.home, t.name
        from (
            select n.dimension, n.home, n.name, row_number() over (partition by n.dimension, n.home order by sum(n.items) desc, n.name) as place
            from named n
            group by n.dimension, n.home, n.name
        ) t
        where (some_names is null and t.place <= names_max) or t.name = any (some_names)
    )
    select 'scores', c.home, c.month, c.severity, count(*) from counted c group by c.home, c.month, c.severity
    union all
    select 'advisory-labels', c.home, c.month, (max(c.label) || '.' || max(c.pap)) collate "C", count(*) from counted c group by c.home, c.month
    union all
    select 'exploited', e.home, e.month, 'known', count(*)
    from (
        select distinct c.item_id, c.home, c.month
        from counted c cross join unnest(c.cves) as v (cve)
        join core.known_exploited k on k.cve = v.cve
    ) e
    group by e.home, e.month
    union all
    select n.dimension, n.home, n.month, n.name, n.items
    from named n
    join told t on t.dimension = n.dimension and t.home = n.home and t.name = n.name;
end
$figures_of$;

revoke execute on function core.items_of, core.figures_of from public;
grant execute on function core.figures_of to cx_service;
