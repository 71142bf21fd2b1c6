-- What pages of lists and feeds are made of, as functions in PL/pgSQL: their statements are planned once in a session, where
-- planning the same as one statement at each call took longer than running it. A generic plan, because every step is a look
-- into one index, whatever the values are; a plan for the values at hand would be no other and be made at each call.

-- The index of what is open holds all that a page asks of a row.
drop index core.released_open;
create index released_open on core.released (audience_id, destination, changed_position, item_id)
    include (from_position, reason, newcomers, born)
    where to_position is null;

-- Every way in which one item is or was open to a viewer, as core.open_paths and core.lost_paths tell it of all items.
-- lost_position is null where the way is open.
create function core.ways_to(viewer_partner uuid, viewer_member uuid, item uuid)
returns table (
    audience_id uuid, destination text, reason smallint, opened bigint, feed_position bigint, changed_position bigint,
    lost_position bigint, lost_at timestamptz)
language sql stable
as $ways_to$
    select r.audience_id, r.destination, r.reason, greatest(r.from_position, a.from_position),
           greatest(r.changed_position, a.from_position), r.changed_position,
           least(r.to_position, a.to_position), least(r.to_at, a.to_at)
    from (
        -- The item's few rows first, and for each a look whether the viewer is meant: "offset 0" keeps them in this order.
        select i.audience_id, i.destination, i.reason, i.from_position, i.to_position, i.to_at, i.changed_position, i.newcomers
        from core.released i
        where i.item_id = item
        offset 0
    ) r
    join core.audience_member a on a.audience_id = r.audience_id
    where a.partner_id in (viewer_partner, '00000000-0000-0000-0000-000000000000'::uuid)
      and a.member_id in (viewer_member, '00000000-0000-0000-0000-000000000000'::uuid)
      and r.destination in ('*', (select p.jurisdiction from core.partner p where p.partner_id = viewer_partner))
      and (r.newcomers or a.from_position <= r.from_position)
      and (viewer_partner = '00000000-0000-0000-0000-000000000000'::uuid
           or exists (
               select 1
               from core.partner p
               join core.member m on m.partner_id = p.partner_id
               where p.partner_id = viewer_partner and m.member_id = viewer_member and not p.suspended and not m.removed))
      and ((r.to_position is null and a.to_position is null)
           or (greatest(r.from_position, a.from_position) < least(r.to_position, a.to_position)
               and (a.partner_id = '00000000-0000-0000-0000-000000000000'::uuid
                    or not exists (
                        select 1
                        from core.suspension s
                        where s.partner_id = viewer_partner
                          and s.from_position <= greatest(r.from_position, a.from_position)
                          and (s.to_position is null or s.to_position >= least(r.to_position, a.to_position))))))
$ways_to$;

-- The way to one item: the one that opened first of those that are open; else when the last of them was lost; else nothing.
create function core.way_to(viewer_partner uuid, viewer_member uuid, item uuid)
returns table (audience_id uuid, reason smallint, feed_position bigint, changed_position bigint, lost_at timestamptz)
language plpgsql stable rows 1
set plan_cache_mode = force_generic_plan
as $way_to$
begin
    return query
    select w.audience_id, w.reason, w.feed_position, w.changed_position, null::timestamptz
    from core.ways_to(viewer_partner, viewer_member, item) w
    where w.lost_position is null
    order by w.opened, w.reason, w.audience_id, w.destination
    limit 1;
    if not found then
        return query
        select null::uuid, null::smallint, null::bigint, null::bigint, max(w.lost_at)
        from core.ways_to(viewer_partner, viewer_member, item) w
        having count(*) > 0;
    end if;
end
$way_to$;

-- The ways by which a viewer's list goes on before a place, newest first: one for each item, the way that opened first.
--
-- Each of the viewer's audiences is read in the order of its index. Most of what stands behind the end of the page would be
-- read in vain, so the log is taken in spans: one that holds about as much as is wanted, and a longer one while that was too
-- little. The head of the log only tells where the first span begins: nothing depends on it.
create function core.ways_before(
    viewer_partner uuid, viewer_member uuid, at_position bigint, at_change bigint, at_item uuid, rows_max integer)
returns table (item_id uuid, audience_id uuid, reason smallint, opened bigint, born boolean, feed_position bigint, changed_position bigint)
language plpgsql stable rows 50
set plan_cache_mode = force_generic_plan
as $ways_before$
#variable_conflict use_column
declare
    audiences uuid[];
    destinations text[];
    joined bigint[];
    top bigint;
    bottom bigint;
    span bigint := 4 * rows_max;
    wanted integer := rows_max;
    shown integer;
begin
    select array_agg(a.audience_id), array_agg(a.destination), array_agg(a.from_position)
    into audiences, destinations, joined
    from core.audiences_of(viewer_partner, viewer_member) a
    where a.to_position is null;

    top := least(at_position, (select h.position from cx.head h));
    loop
        bottom := greatest(top - span, 0);
        return query
        select distinct on (e.feed_position, e.changed_position, e.item_id)
               e.item_id, e.audience_id, e.reason, e.opened, e.born, e.feed_position, e.changed_position
        from unnest(audiences, destinations, joined) as a (audience_id, destination, from_position)
        cross join lateral (
            select r.item_id, r.audience_id, r.destination, r.reason, greatest(r.from_position, a.from_position) as opened,
                   r.born and a.from_position <= r.from_position as born,
                   greatest(r.changed_position, a.from_position) as feed_position, r.changed_position
            from core.released r
            where r.audience_id = a.audience_id
              and r.destination = a.destination
              and r.to_position is null
              and (r.newcomers or a.from_position <= r.from_position)
              and (r.changed_position, r.item_id)
                  < (case when at_position < a.from_position then -1
                          when at_position = a.from_position or at_change = at_position then at_change
                          else at_position end,
                     case when at_position = a.from_position or at_change = at_position then at_item
                          else '00000000-0000-0000-0000-000000000000'::uuid end)
              and r.changed_position >= case when a.from_position >= bottom then 0 else bottom end
              and ((r.born and a.from_position <= r.from_position)
                   or not exists (
                       select 1
                       from core.ways_to(viewer_partner, viewer_member, r.item_id) o
                       where o.lost_position is null
                         and (o.opened, o.reason, o.audience_id, o.destination)
                             < (greatest(r.from_position, a.from_position), r.reason, r.audience_id, r.destination)))
            order by r.changed_position desc, r.item_id desc
            limit wanted
        ) e
        order by e.feed_position desc, e.changed_position desc, e.item_id desc, e.reason, e.audience_id, e.destination
        limit wanted;
        get diagnostics shown = row_count;
        wanted := wanted - shown;
        exit when wanted <= 0 or bottom = 0;

        span := case when shown = 0 then 16 * span else least(16 * span, 1 + span * wanted * 3 / (shown * 2)) end;
        top := bottom;
        at_position := bottom; -- From here on: what stands before the whole of this position.
        at_change := -1;
        at_item := '00000000-0000-0000-0000-000000000000';
    end loop;
end
$ways_before$;

-- The same the other way: the ways by which a viewer's feed goes on after a place, oldest first.
create function core.ways_after(
    viewer_partner uuid, viewer_member uuid, at_position bigint, at_change bigint, at_item uuid, rows_max integer)
returns table (item_id uuid, audience_id uuid, reason smallint, opened bigint, born boolean, feed_position bigint, changed_position bigint)
language plpgsql stable rows 50
set plan_cache_mode = force_generic_plan
as $ways_after$
#variable_conflict use_column
declare
    audiences uuid[];
    destinations text[];
    joined bigint[];
    head bigint := (select h.position from cx.head h);
    past bigint;
    span bigint := 4 * rows_max;
    wanted integer := rows_max;
    shown integer;
begin
    select array_agg(a.audience_id), array_agg(a.destination), array_agg(a.from_position)
    into audiences, destinations, joined
    from core.audiences_of(viewer_partner, viewer_member) a
    where a.to_position is null;

    loop
        past := case when at_position + span < head then at_position + span else 9223372036854775807 end;
        return query
        select distinct on (e.feed_position, e.changed_position, e.item_id)
               e.item_id, e.audience_id, e.reason, e.opened, e.born, e.feed_position, e.changed_position
        from unnest(audiences, destinations, joined) as a (audience_id, destination, from_position)
        cross join lateral (
            select r.item_id, r.audience_id, r.destination, r.reason, greatest(r.from_position, a.from_position) as opened,
                   r.born and a.from_position <= r.from_position as born,
                   greatest(r.changed_position, a.from_position) as feed_position, r.changed_position
            from core.released r
            where r.audience_id = a.audience_id
              and r.destination = a.destination
              and r.to_position is null
              and (r.newcomers or a.from_position <= r.from_position)
              and (r.changed_position, r.item_id)
                  > (case when at_position < a.from_position then -1
                          when at_position = a.from_position or at_change = at_position then at_change
                          else at_position - 1 end,
                     case when at_position = a.from_position or at_change = at_position then at_item
                          else 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid end)
              and r.changed_position < case when a.from_position < past then past else -1 end
              and ((r.born and a.from_position <= r.from_position)
                   or not exists (
                       select 1
                       from core.ways_to(viewer_partner, viewer_member, r.item_id) o
                       where o.lost_position is null
                         and (o.opened, o.reason, o.audience_id, o.destination)
                             < (greatest(r.from_position, a.from_position), r.reason, r.audience_id, r.destination)))
            order by r.changed_position, r.item_id
            limit wanted
        ) e
        order by e.feed_position, e.changed_position, e.item_id, e.reason, e.audience_id, e.destination
        limit wanted;
        get diagnostics shown = row_count;
        wanted := wanted - shown;
        exit when wanted <= 0 or past = 9223372036854775807;

        span := case when shown = 0 then 16 * span else least(16 * span, 1 + span * wanted * 3 / (shown * 2)) end;
        at_position := past - 1; -- From here on: what stands after the whole of this position.
        at_change := past - 1;
        at_item := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
    end loop;
end
$ways_after$;

-- What a viewer lost after a place in its feed and up to a position, oldest first: each item once, where the last way was lost.
create function core.losses_after(
    viewer_partner uuid, viewer_member uuid, at_position bigint, at_change bigint, at_item uuid, up_to bigint, rows_max integer)
returns table (item_id uuid, lost_position bigint, lost_at timestamptz)
language plpgsql stable rows 10
set plan_cache_mode = force_generic_plan
as $losses_after$
#variable_conflict use_column
declare
    audiences uuid[];
    destinations text[];
    left_positions bigint[];
    left_times timestamptz[];
    -- An entry of a loss stands at its position twice over: after a place whose change is older come all of that position.
    past_position bigint := case when at_change < at_position then at_position - 1 else at_position end;
    past_item uuid := case when at_change < at_position then 'ffffffff-ffff-ffff-ffff-ffffffffffff' else at_item end;
begin
    select array_agg(a.audience_id), array_agg(a.destination), array_agg(a.to_position), array_agg(a.to_at)
    into audiences, destinations, left_positions, left_times
    from core.audiences_of(viewer_partner, viewer_member) a
    where a.to_position is null or a.to_position >= past_position;

    return query
    select l.item_id, l.lost_position, max(l.lost_at)
    from (
        -- The release ended while the viewer was there.
        select e.item_id, e.lost_position, e.lost_at
        from unnest(audiences, destinations, left_positions) as a (audience_id, destination, left_position)
        cross join lateral (
            select r.item_id, r.to_position as lost_position, r.to_at as lost_at
            from core.released r
            where r.audience_id = a.audience_id
              and r.destination = a.destination
              and r.to_position is not null
              and (r.to_position, r.item_id) > (past_position, past_item)
              and r.to_position <= least(up_to, a.left_position)
              and exists (
                  select 1
                  from core.ways_to(viewer_partner, viewer_member, r.item_id) o
                  having bool_and(o.lost_position is not null) and max(o.lost_position) = r.to_position)
            order by r.to_position, r.item_id
            limit rows_max
        ) e
        union all
        -- The viewer left what stayed open, or closed later.
        select e.item_id, a.left_position, a.left_at
        from unnest(audiences, destinations, left_positions, left_times) as a (audience_id, destination, left_position, left_at)
        cross join lateral (
            select s.item_id
            from (
                select r.item_id
                from core.released r
                where r.audience_id = a.audience_id
                  and r.destination = a.destination
                  and r.to_position is null
                  and r.from_position < a.left_position
                  and (a.left_position, r.item_id) > (past_position, past_item)
                union all
                select r.item_id
                from core.released r
                where r.audience_id = a.audience_id
                  and r.destination = a.destination
                  and r.to_position > a.left_position
                  and r.from_position < a.left_position
                  and (a.left_position, r.item_id) > (past_position, past_item)
                order by item_id
                offset 0
            ) s
            where exists (
                select 1
                from core.ways_to(viewer_partner, viewer_member, s.item_id) o
                having bool_and(o.lost_position is not null) and max(o.lost_position) = a.left_position)
            limit rows_max
        ) e
        where a.left_position <= up_to
    ) l
    group by l.item_id, l.lost_position
    order by l.lost_position, l.item_id
    limit rows_max;
end
$losses_after$;

-- A new function may be called by everyone until that is taken back.
revoke execute on function core.ways_to, core.way_to, core.ways_before, core.ways_after, core.losses_after from public;
grant execute on function core.ways_to, core.way_to, core.ways_before, core.ways_after, core.losses_after to cx_service, cx_projector;
