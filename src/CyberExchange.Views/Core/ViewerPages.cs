namespace CyberExchange.Views.Core;

/// <summary>The SQL of a page of what a viewer sees, in the order of its feed, under a filter.</summary>
/// <remarks>
/// <para>Each of the viewer's audiences is read in the order of its own index, from the cursor on and no further than the page
/// is long: a page costs what it shows and not what there is. Within one audience that order is the feed's: what was open
/// before the viewer joined stands at the joining.</para>
/// <para>Of several ways to one item the one that opened first counts: what came later is no news to the viewer. Ways that
/// opened with the item, to a viewer who was there, stand at the same place and fall together.</para>
/// </remarks>
internal static class ViewerPages
{
    /// <summary>Whether an item passes the filter; parameters $3 to $30, null where a criterion is absent.</summary>
    /// <remarks>
    /// An absent criterion is a test for null, which a plan that is made for the values at hand has not even got. In $14 stand
    /// those originators that the viewer may know as victims: of other operators no incident passes by its originator.
    /// </remarks>
    public const string Filter = """
              and ($3::text[] is null or i.kind = any ($3))
              and ($4::smallint[] is null or i.label = any ($4))
              and ($5::text[] is null or i.sectors && $5)
              and ($6::uuid[] is null or (i.originator_id = any ($6)
                   and (i.originator_id = any ($14::uuid[]) or i.kind <> 'incident' or i.label = 0
                        or not core.by_operator(i.originator_id))))
              and ($7::text[] is null or i.severity = any ($7))
              and ($8::text[] is null or i.cves && $8)
              and ($9::text[] is null or i.vendors && $9)
              and ($10::text[] is null or i.products && $10)
              and (($11::double precision is null and $19::double precision is null and $20::smallint[] is null)
                   or case when $20 is null then i.cvss_max
                           else greatest(case when 2 = any ($20) then i.cvss2_max end, case when 3 = any ($20) then i.cvss3_max end,
                                         case when 4 = any ($20) then i.cvss4_max end)
                      end between coalesce($11, 0) and coalesce($19, 10))
              and ($12::timestamptz is null or i.stated_at >= $12)
              and ($13::boolean is null or (i.withdrawn_because is not null) = $13)
              and ($15::text[] is null or exists (select 1 from unnest(i.products) p, unnest($15) t where strpos(p, t) > 0))
              and ($16::text[] is null or i.sectors && $16)
              and ($17::text[] is null or i.cwes && $17)
              and ($18::text[] is null or exists (select 1 from unnest(i.vendors) v, unnest($18) t where strpos(v, t) > 0))
              and ($21::timestamptz is null or i.current_release_at >= $21)
              and ($22::timestamptz is null or i.current_release_at < $22)
              and ($23::timestamptz is null or i.initial_release_at >= $23)
              and ($24::timestamptz is null or i.initial_release_at < $24)
              and ($25::text[] is null or i.category = any ($25))
              and ($26::text[] is null or i.tracking_status = any ($26))
              and ($27::boolean is null or exists (select 1 from core.known_exploited e where e.cve = any (i.cves)) = $27)
              and ($28::text[] is null or i.purl_keys && $28)
              and ($29::text[] is null or (i.cpe_keys && $29 and exists (select 1 from unnest(i.cpes) c, unnest($30::text[]) n where c ~ n)))
        """;

    // Where the feed goes on after the cursor, in one audience; see Sql.
    private const string ChangeAfter = "case when $31 < a.from_position then -1 when $31 = a.from_position or $32 = $31 then $32 else $31 - 1 end";
    private const string ItemAfter = "case when $31 = a.from_position or $32 = $31 then $33 else 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid end";

    // Whether the viewer may have read the item before, as something else: it changed since it opened to the viewer, or was
    // lost and came back. It rests on the viewer's own ways alone: what others were shown meanwhile is not in it.
    private const string ReadBefore = """
        r.changed_position > greatest(r.from_position, b.from_position)
                       or (not (r.born and b.from_position <= r.from_position)
                           and (exists (select 1 from core.released x where x.item_id = r.item_id and x.to_position is not null)
                                or exists (select 1 from core.audiences_of($1, $2) g where g.to_position is not null))
                           and exists (select 1 from core.ways_to($1, $2, r.item_id) l where l.lost_position is not null))
        """;

    /// <summary>Oldest first, after the cursor in $31 to $33, at most $34 rows: the feed.</summary>
    public static string OldestFirst { get; } = Sql(Filter);

    /// <summary>
    /// The feed narrowed: what passes the filter, and what does not and may have been read before, when it did. The columns of
    /// <see cref="ItemMatches"/> follow, which tell the two apart.
    /// </summary>
    public static string Narrowed { get; } = Sql(
        narrowing: $"""
                  and ((true
            {Filter}) or {ReadBefore})
            """,
        more: $", {ItemMatches.Columns}");

    // The bound says of one audience where its rows go on after the cursor: (position, change, item) in terms of its index.
    private static string Sql(string narrowing, string more = "") => $"""
        select {ItemReader.Columns}, page.reason, page.feed_position, page.changed_position,
               case when page.reason = 6 then (select f.clients_of from core.audience f where f.audience_id = page.audience_id) end{more}
        from (
            select distinct on (e.feed_position, e.changed_position, e.item_id) e.item_id, e.reason, e.feed_position, e.changed_position, e.audience_id
            from (
                select a.audience_id, a.destination, a.from_position, {ChangeAfter} as change, {ItemAfter} as item
                from core.audiences_of($1, $2) a
                where a.to_position is null
            ) b
            cross join lateral (
                select r.item_id, r.reason, greatest(r.changed_position, b.from_position) as feed_position, r.changed_position,
                       r.audience_id, r.destination
                from core.released r
                join core.item i on i.item_id = r.item_id
                where r.audience_id = b.audience_id
                  and r.destination = b.destination
                  and r.to_position is null
                  and (r.newcomers or b.from_position <= r.from_position)
                  and (r.changed_position, r.item_id) > (b.change, b.item)
        {narrowing}
                  and ((r.born and b.from_position <= r.from_position) or not exists (
                      select 1
                      from core.ways_to($1, $2, r.item_id) o
                      where o.lost_position is null
                        and (o.opened, o.reason, o.audience_id, o.destination)
                            < (greatest(r.from_position, b.from_position), r.reason, r.audience_id, r.destination)))
                order by r.changed_position, r.item_id
                limit $34
            ) e
            order by e.feed_position, e.changed_position, e.item_id, e.reason, e.audience_id, e.destination
            limit $34
        ) page
        join core.item i on i.item_id = page.item_id
        order by page.feed_position, page.changed_position, page.item_id
        """;
}
