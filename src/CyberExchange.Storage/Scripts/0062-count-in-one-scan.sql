-- The count of script 0061 sorted every row for the few that may repeat an item: a distinct aggregate takes its input sorted,
-- before its filter. The few are now put aside, and each audience is read by its index.
create or replace function core.count_of(viewer_partner uuid, viewer_member uuid)
returns bigint
language plpgsql stable
set plan_cache_mode = force_generic_plan
as $count_of$
declare
    audiences uuid[];
    destinations text[];
    joined bigint[];
    sole_items bigint;
    others uuid[];
begin
    select array_agg(a.audience_id), array_agg(a.destination), array_agg(a.from_position)
    into audiences, destinations, joined
    from core.audiences_of(viewer_partner, viewer_member) a
    where a.to_position is null;

    select count(*) filter (where r.sole and r.originator_id <> viewer_partner),
           array_agg(r.item_id) filter (where not (r.sole and r.originator_id <> viewer_partner))
    into sole_items, others
    from unnest(audiences, destinations, joined) as a (audience_id, destination, from_position)
    cross join lateral (
        select r.item_id, r.sole, r.originator_id
        from core.released r
        where r.audience_id = a.audience_id
          and r.destination = a.destination
          and r.to_position is null
          and (r.newcomers or a.from_position <= r.from_position)
        offset 0
    ) r;
    return sole_items + (select count(*) from (select distinct o.item_id from unnest(others) as o (item_id)) d);
end
$count_of$;
