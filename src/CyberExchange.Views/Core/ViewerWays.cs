namespace CyberExchange.Views.Core;

/// <summary>The SQL of lists, feeds and single reads over the functions of script 0060, which choose the ways as <see cref="ViewerPages"/> does.</summary>
/// <remarks>
/// Each is one statement, hence one snapshot, and short enough to be planned once. Who forwarded is asked only of what was, and 6 is
/// the reason Forwarded: the policy of audiences would else be asked for nothing.
/// </remarks>
internal static class ViewerWays
{
    /// <summary>A list, newest first, before the cursor in $3 to $5, at most $6 rows.</summary>
    public const string NewestFirst = $"""
        select {ItemReader.Columns}, w.reason, w.feed_position, w.changed_position,
               case when w.reason = 6 then (select f.clients_of from core.audience f where f.audience_id = w.audience_id) end
        from core.ways_before($1, $2, $3, $4, $5, $6) w
        join core.item i on i.item_id = w.item_id
        order by w.feed_position desc, w.changed_position desc, w.item_id desc
        """;

    /// <summary>
    /// A feed, oldest first, after the cursor in $3 to $5, at most $6 entries, with the reminders of the partner in $7 and the warnings
    /// of the one in $8. Of what the viewer lost, was reminded and warned of, the columns after the item's tell which and when, and the item's own are null.
    /// </summary>
    /// <remarks>
    /// Losses behind the end of a full page are not looked for. Who is suspended is not reminded and not warned: the cursor would pass what the
    /// suspension hides, which comes back where it was. Of a warning only the signals are read that the viewer sees now, under the policy of
    /// items, and that count still: 4 is TLP:RED. Where they are no longer enough there is no warning.
    /// </remarks>
    public const string Feed = $"""
        with arrival as materialized (
            select w.item_id, w.audience_id, w.reason, w.feed_position, w.changed_position
            from core.ways_after($1, $2, $3, $4, $5, $6) w
        ), entry as (
            select a.item_id, a.audience_id, a.reason, a.feed_position, a.changed_position, null::timestamptz as lost_at,
                   null::text as obligation_id, null::text as due_text, null::integer as percent, null::timestamptz as reminded_at,
                   null::text as reminder_state, null::text as reminder_verdict,
                   null::bytea as warning, null::timestamptz as warned_at, null::uuid[] as warned_of, null::bigint as warned_from
            from arrival a
            union all
            select l.item_id, null, null, l.lost_position, l.lost_position, l.lost_at, null, null, null, null, null, null, null, null, null, null
            from core.losses_after(
                $1, $2, $3, $4, $5,
                (select case when count(*) < $6 then {EndOfLog} else max(a.feed_position) end from arrival a), $6) l
            union all
            (
                select r.incident_id, null, null, r.position, r.position, null, r.obligation_id, r.due_text, r.percent, r.reminded_at, r.state, r.verdict,
                       null, null, null, null
                from core.reminder r
                where r.owner_id = $7 and r.position > $3
                  and exists (
                      select 1
                      from core.partner p
                      join core.member m on m.partner_id = p.partner_id
                      where p.partner_id = r.owner_id and m.member_id = $2 and not p.suspended and not m.removed)
                order by r.position
                limit $6
            )
            union all
            (
                select s.warning_id, null, null, s.position, s.position, null, null, null, null, null, null, null, s.content, s.raised_at, n.signals, n.partners
                from core.supply_warning s
                cross join lateral (
                    select array_agg(o.item_id) as signals, count(distinct o.originator_id) as partners
                    from core.item o
                    where o.item_id = any (s.signals) and o.label <> 4
                ) n
                where s.receiver_id = $8 and s.position > $3
                  and cardinality(n.signals) >= s.signals_min and n.partners >= s.partners_min
                  and exists (
                      select 1
                      from core.partner p
                      join core.member m on m.partner_id = p.partner_id
                      where p.partner_id = s.receiver_id and m.member_id = $2 and not p.suspended and not m.removed)
                order by s.position
                limit $6
            )
            order by feed_position, changed_position, item_id
            limit $6
        )
        select {ItemReader.Columns}, e.reason, e.feed_position, e.changed_position,
               case when e.reason = 6 then (select f.clients_of from core.audience f where f.audience_id = e.audience_id) end, e.item_id as entry_id, e.lost_at,
               e.obligation_id, e.due_text, e.percent, e.reminded_at, e.reminder_state, e.reminder_verdict, e.warning, e.warned_at, e.warned_of, e.warned_from
        from entry e
        left join core.item i on i.item_id = e.item_id and e.lost_at is null and e.reminded_at is null and e.warned_at is null
        order by e.feed_position, e.changed_position, e.item_id
        """;

    /// <summary>The item in $3. Where the viewer lost it only the kind and the instant are read; where it never saw it there is no row.</summary>
    public const string One = $"""
        select {ItemReader.Columns}, w.reason, w.feed_position, w.changed_position,
               case when w.reason = 6 then (select f.clients_of from core.audience f where f.audience_id = w.audience_id) end, w.lost_at,
               case when w.lost_at is not null then core.kind_seen($3) end as kind_of_lost
        from core.way_to($1, $2, $3) w
        left join core.item i on i.item_id = $3 and w.lost_at is null
        """;

    /// <summary>
    /// Of the next $34 ways before the cursor in $31 to $33 those whose items pass the filter, and the last of all in any case: it
    /// tells where to go on. The columns after the item's say whether it passes, and how many ways there were.
    /// </summary>
    /// <remarks>The items are named first: tables are locked in the order in which a statement names them, and a rebuild takes the items first too.</remarks>
    public const string Narrowed = $"""
        select {ItemReader.Columns}, w.reason, w.feed_position, w.changed_position,
               case when w.reason = 6 then (select f.clients_of from core.audience f where f.audience_id = w.audience_id) end, w.passes, w.ways
        from core.item i
        join (
            select i.item_id, i.audience_id, i.reason, i.feed_position, i.changed_position, (true
        {ViewerPages.Filter}) is true as passes, count(*) over () as ways,
                   row_number() over (order by i.feed_position desc, i.changed_position desc, i.item_id desc) as number
            from core.filterable_before($1, $2, $31, $32, $33, $34) i
        ) w on w.item_id = i.item_id
        where w.passes or w.number = w.ways
        order by w.feed_position desc, w.changed_position desc, w.item_id desc
        """;

    private const string EndOfLog = "9223372036854775807";
}
