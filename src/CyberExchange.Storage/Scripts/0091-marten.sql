-- The log as Marten 9 lays it out, for readers that know Marten and not us: names, order and types of the columns are
-- Marten's. The views run with the rights of their owner, so marten_reader needs none on schema cx. What Marten appends
-- fails: nobody may write through the views, and the functions it would append by are not here. See ops/marten.md.
create schema marten;

-- The types are plain varchar where Marten says varchar(500): a cast with a length hides the column from its index.
-- version is bigint, as Marten reads it, so the events of one stream are sorted after they are found.
--
-- data is the body. JSON may hold U+0000, which jsonb refuses: there data has U+FFFD, so that one event does not stop
-- whoever reads past it. The escape is looked for before it is replaced, for the expression is slow; before it stands an
-- even number of backslashes. A body that is no JSON at all is refused with an error, by every scan that meets it.
--
-- PostgreSQL writes through a view of one table, with the rights of the view's owner. A second row source, which costs
-- nothing, makes that impossible in all three views, whatever is granted by mistake.
create view marten.mt_events (
    seq_id, id, stream_id, version, data, bdata, type, timestamp, tenant_id, mt_dotnet_type, is_archived) as
select e.position, e.event_id, e.stream_id::varchar, e.version::bigint,
       case when position('\x5c7530303030'::bytea in e.body) = 0 then convert_from(e.body, 'UTF8')::jsonb
            else regexp_replace(convert_from(e.body, 'UTF8'), '(?<!\\)((?:\\\\)*)\\u0000', '\1\\ufffd', 'g')::jsonb end,
       null::bytea, e.type::varchar, e.recorded_at, '*DEFAULT*'::varchar, null::varchar, false
from cx.event e
cross join (select 1) as read_only;

-- What Marten keeps beside a stream we read off its first and last event, and only where it is asked for.
create view marten.mt_streams (
    id, type, version, timestamp, snapshot, snapshot_version, created, tenant_id, is_archived) as
select s.stream_id::varchar, null::varchar, s.version::bigint,
       (select e.recorded_at from cx.event e where e.position = s.last_position),
       null::jsonb, null::integer,
       (select e.recorded_at from cx.event e where e.position = s.first_position),
       '*DEFAULT*'::varchar, false
from cx.stream s
cross join (select 1) as read_only;

-- The columns of a sequence, in step with the head by being read from it. Before the first event a sequence says 1, not called.
create view marten.mt_events_sequence (last_value, log_cnt, is_called) as
select greatest(h.position, 1), 0::bigint, h.position > 0
from cx.head h
cross join (select 1) as read_only;

-- How far the reader's own projections are. Nothing of ours reads or writes these two.
create table marten.mt_event_progression (
    name varchar not null,
    last_seq_id bigint,
    last_updated timestamptz default transaction_timestamp(),
    constraint pk_mt_event_progression primary key (name)
);

create table marten.mt_high_water_skips (
    ending_sequence bigint not null,
    starting_sequence bigint not null,
    timestamp timestamptz default transaction_timestamp(),
    constraint pkey_mt_high_water_skips_ending_sequence primary key (ending_sequence)
);

-- Marten's daemon moves its high-water mark by this function.
create function marten.mt_mark_event_progression(name varchar, last_encountered bigint) returns void
language sql volatile security invoker
as $mark$
    insert into marten.mt_event_progression as p (name, last_seq_id, last_updated)
    values (mt_mark_event_progression.name, last_encountered, transaction_timestamp())
    on conflict on constraint pk_mt_event_progression
    do update set last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated;
$mark$;

-- And by this one where it believes that numbers were lost. Ours never are, but a mark may be put back by hand. The mark
-- moves only from where the caller saw it, or from nowhere; the answer is where it stands then.
create function marten.mt_mark_progression_with_skip(shard_name varchar, ending_sequence bigint, starting_sequence bigint)
returns bigint
language plpgsql volatile security invoker
as $skip$
#variable_conflict use_column
declare
    ends bigint := ending_sequence;
    starts bigint := starting_sequence;
    moved_to bigint;
begin
    insert into marten.mt_event_progression as p (name, last_seq_id, last_updated)
    values (shard_name, ends, transaction_timestamp())
    on conflict on constraint pk_mt_event_progression
    do update set last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated
    where p.last_seq_id is null or p.last_seq_id = starts
    returning p.last_seq_id into moved_to;

    if moved_to is null then
        return (select p.last_seq_id from marten.mt_event_progression p where p.name = shard_name);
    end if;

    if ends > starts then
        insert into marten.mt_high_water_skips (ending_sequence, starting_sequence)
        values (ends, starts)
        on conflict on constraint pkey_mt_high_water_skips_ending_sequence do nothing;
    end if;

    return moved_to;
end
$skip$;

revoke execute on function marten.mt_mark_event_progression, marten.mt_mark_progression_with_skip from public;

grant usage on schema marten to marten_reader;
grant select on marten.mt_events, marten.mt_streams, marten.mt_events_sequence to marten_reader;
grant select, insert, update, delete on marten.mt_event_progression, marten.mt_high_water_skips to marten_reader;
grant execute on function marten.mt_mark_event_progression, marten.mt_mark_progression_with_skip to marten_reader;
