-- Counting what a viewer sees without looking which ways lead to the same item. A row is sole where no other row of its item
-- can lead the same viewer there, but for the originator, who has a way of its own: whoever wrote the rows knew them all. Sole
-- rows are counted as they lie in the index; the viewer's own items, and those with ways that may meet, are told apart.
--
-- The view is filled anew, and says both of every row.
alter table core.released
    add column sole boolean not null default false,
    add column originator_id uuid not null default '00000000-0000-0000-0000-000000000000';
alter table core.released
    alter column sole drop default,
    alter column originator_id drop default;

drop index core.released_open;
create index released_open on core.released (audience_id, destination, changed_position, item_id)
    include (from_position, reason, newcomers, born, sole, originator_id)
    where to_position is null;

-- How many items a viewer sees.
create function core.count_of(viewer_partner uuid, viewer_member uuid)
returns bigint
language plpgsql stable
set plan_cache_mode = force_generic_plan
as $count_of$
declare
    audiences uuid[];
    destinations text[];
    joined bigint[];
    total bigint;
begin
    select array_agg(a.audience_id), array_agg(a.destination), array_agg(a.from_position)
    into audiences, destinations, joined
    from core.audiences_of(viewer_partner, viewer_member) a
    where a.to_position is null;

    select count(*) filter (where r.sole and r.originator_id <> viewer_partner)
           + count(distinct r.item_id) filter (where not (r.sole and r.originator_id <> viewer_partner))
    into total
    from unnest(audiences, destinations, joined) as a (audience_id, destination, from_position)
    join core.released r
      on r.audience_id = a.audience_id
     and r.destination = a.destination
     and r.to_position is null
     and (r.newcomers or a.from_position <= r.from_position);
    return total;
end
$count_of$;

revoke execute on function core.count_of from public;
grant execute on function core.count_of to cx_service, cx_projector;
