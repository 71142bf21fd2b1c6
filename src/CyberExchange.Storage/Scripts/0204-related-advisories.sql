-- What an advisory and others say of each other, of those that the caller sees now, while it sees the advisory too: the originals of a
-- translation, translations, and what supersedes it: of each at most so many as are asked for. is_outdated tells of a translation that its original was released anew since.
create function core.related_advisories(item uuid, most integer)
returns table (item_id uuid, relation text, is_outdated boolean)
language plpgsql stable security definer rows 10
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $related_advisories$
declare
    partner uuid := core.caller_partner();
    member uuid := core.caller_member();
begin
    if not exists (select 1 from core.ways_to(partner, member, item) w where w.lost_position is null) then
        return;
    end if;

    return query
    select r.item_id, r.relation, r.is_outdated
    from core.item i
    cross join lateral (
        (
            select o.item_id, 'original' as relation, coalesce(o.current_release_at > i.current_release_at, false) as is_outdated
            from core.item o
            where i.translates is not null
              and o.known_as @> array[i.translates]
              and o.item_id <> item
              and exists (select 1 from core.ways_to(partner, member, o.item_id) w where w.lost_position is null)
            order by o.item_id
            limit most
        )
        union all
        (
            select t.item_id, 'translation', coalesce(i.current_release_at > t.current_release_at, false)
            from core.item t
            where t.translates = any (i.known_as)
              and t.item_id <> item
              and exists (select 1 from core.ways_to(partner, member, t.item_id) w where w.lost_position is null)
            order by t.item_id
            limit most
        )
        union all
        (
            select s.item_id, 'successor', false
            from core.item s
            where s.known_as && i.successors
              and s.item_id <> item
              and exists (select 1 from core.ways_to(partner, member, s.item_id) w where w.lost_position is null)
            order by s.item_id
            limit most
        )
    ) r
    where i.item_id = item
    order by r.relation, r.item_id;
end
$related_advisories$;

revoke execute on function core.related_advisories from public;
grant execute on function core.related_advisories to cx_service;
