-- The revisions of an item that the caller may know of: those that stood at some moment at which a way to the item was open to it, and
-- only while one is open now. Who came to see an item at its third revision is told of no first and no second, neither by number nor
-- by how many there were. What stood only while the caller was suspended it never saw, unless everybody did.
create function core.revisions_seen(item uuid)
returns table (revision integer, stated_at timestamptz, content bytea)
language plpgsql stable security definer rows 10
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $revisions_seen$
declare
    partner uuid := core.caller_partner();
    member uuid := core.caller_member();
begin
    return query
    with way as materialized (
        select w.opened, coalesce(w.lost_position, 9223372036854775807) as lost, w.lost_position is null as is_open,
               exists (
                   select 1
                   from core.audience_member m
                   where m.audience_id = w.audience_id and m.partner_id = '00000000-0000-0000-0000-000000000000'::uuid) as is_public
        from core.ways_to(partner, member, item) w
    ), state as (
        select v.revision, v.stated_at, v.content, v.from_position, v.to_position
        from core.item_revision v
        where v.item_id = item
        union all
        select i.revision, i.stated_at, i.content, i.state_position, 9223372036854775807
        from core.item i
        where i.item_id = item
    )
    select distinct on (s.revision) s.revision, s.stated_at, s.content
    from state s
    where exists (select 1 from way o where o.is_open)
      and exists (
          select 1
          from way w
          where w.opened < s.to_position and w.lost > s.from_position
            and (w.is_public
                 or not exists (
                     select 1
                     from core.suspension u
                     where u.partner_id = partner
                       and u.from_position <= greatest(w.opened, s.from_position)
                       and u.to_position >= least(w.lost, s.to_position))))
    order by s.revision, s.from_position;
end
$revisions_seen$;

revoke execute on function core.revisions_seen from public;
grant execute on function core.revisions_seen to cx_service;
