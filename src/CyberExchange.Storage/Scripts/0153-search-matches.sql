-- The ways that have the words, of the caller alone, newest item first. Under a policy the index of keys could not be used: comparing
-- arrays may tell of them. So nobody reads the ways but this function, which takes the viewer from the transaction.
--
-- keys holds, for one word after the other, the keys that it is looked for under; ends tells where those of each word end. The text of
-- the statement is made of numbers and nothing else.
create function search.matches(keys bigint[], ends integer[], before_position bigint, before_item uuid, rows_max integer)
returns table (item_id uuid, newest bigint)
language plpgsql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $matches$
declare
    partner uuid := core.caller_partner();
    member uuid := core.caller_member();
    audiences uuid[];
    destinations text[];
    joined bigint[];
    words text := '';
begin
    -- Where a viewer came later than the release, the way is not its own.
    select array_agg(a.audience_id), array_agg(a.destination), array_agg(a.from_position)
    into audiences, destinations, joined
    from core.audiences_of(partner, member) a
    where a.to_position is null;

    for n in 1 .. cardinality(ends) loop
        words := words || format(' and w.keys && $1[%s:%s]', coalesce(ends[n - 1], 0) + 1, ends[n]);
    end loop;

    return query execute
        'select w.item_id, max(w.from_position)
        from search.way w
        join unnest($2, $3, $4) m (audience_id, destination, joined) on m.audience_id = w.audience_id and m.destination = w.destination
        where (w.newcomers or m.joined <= w.from_position)'
        || words ||
        ' group by w.item_id
        having (max(w.from_position), w.item_id) < ($5, $6)
        order by max(w.from_position) desc, w.item_id desc
        limit $7'
        using keys, audiences, destinations, joined, before_position, before_item, rows_max;
end
$matches$;

revoke execute on function search.matches from public;
grant execute on function search.matches to cx_service;
