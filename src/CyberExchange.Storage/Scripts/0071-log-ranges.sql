-- The partitions of the log, made ahead by the log itself, and where the past begins by the clock.

-- Positions to a partition from now on. Two million keep the index of streams, whose places are random, near 150 MB: it
-- stays in memory while it is written. An owner may change it; partitions that exist keep their size.
create table cx.log_partitioning (
    only_row boolean not null default true primary key,
    width bigint not null
);
insert into cx.log_partitioning (width) values (2000000);

-- Which table holds which positions, both ends included. archived_at: the range was copied to a table that is read only.
create table cx.event_range (
    first_position bigint not null primary key,
    last_position bigint not null,
    table_name text not null,
    archived_at timestamptz
);

-- What script 0002 made stays where it holds events; what is still empty is made anew in the new width.
-- Nothing may be on its way into them: the head first, as appends take it.
do $ranges$
begin
    lock table cx.head, cx.event in access exclusive mode;
    insert into cx.event_range (first_position, last_position, table_name)
    values (1, 10000000, 'event_0'), (10000001, 20000000, 'event_1');
    if not exists (select from cx.event_1) then
        drop table cx.event_1;
        delete from cx.event_range where table_name = 'event_1';
    end if;
    if not exists (select from cx.event) then
        drop table cx.event_0;
        delete from cx.event_range where table_name = 'event_0';
    end if;
end
$ranges$;

-- Makes the next partition, unless a whole one lies ahead of the head already; gives how many it made. Called until that is
-- 0. One session at a time does it; the others find it done.
create function cx.extend_log()
returns integer
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '2s'
as $extend_log$
declare
    wide bigint;
    head bigint;
    first bigint;
    made text;
begin
    select p.width into wide from cx.log_partitioning p for update skip locked;
    if not found then
        return 0;
    end if;

    select h.position into head from cx.head h;
    select coalesce(max(r.last_position), 0) + 1 into first from cx.event_range r;
    if first > head + wide then
        return 0;
    end if;

    made := format('event_from_%s', first);
    execute format('create table cx.%I (like cx.event including defaults including storage including compression)', made);

    -- Events that came before their partition did. None may come meanwhile; the parent first, as archiving takes it.
    lock table only cx.event in share update exclusive mode;
    lock table cx.event_rest in access exclusive mode;
    execute format('insert into cx.%I select e.* from cx.event_rest e where e.position between $1 and $2', made) using first, first + wide - 1;
    delete from cx.event_rest e where e.position between first and first + wide - 1;

    execute format('alter table cx.event attach partition cx.%I for values from (%s) to (%s)', made, first, first + wide);
    insert into cx.event_range (first_position, last_position, table_name) values (first, first + wide - 1, made);
    return 1;
end
$extend_log$;

select cx.extend_log();

-- Every so many positions, the latest time at which any event up to there was recorded: clocks of nodes differ and may
-- step back, so "at instant T" means the last position that this running maximum has not passed.
create table cx.instant_mark (
    position bigint not null primary key,
    instant timestamptz not null
);
create index instant_mark_by_instant on cx.instant_mark (instant, position);

-- Brings the marks to the head, at most so many. Two that do it at once make the same marks.
create function cx.mark_instants(marks_max integer)
returns integer
language plpgsql volatile security invoker
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $mark_instants$
declare
    every constant bigint := 1024;
    head bigint := (select h.position from cx.head h);
    last bigint := 0;
    instant timestamptz := '-infinity';
    made integer := 0;
begin
    select m.position, m.instant into last, instant from cx.instant_mark m order by m.position desc limit 1;
    last := coalesce(last, 0);
    while made < marks_max and last + every <= head loop
        instant := greatest(instant, (select max(e.recorded_at) from cx.event e where e.position > last and e.position <= last + every));
        last := last + every;
        insert into cx.instant_mark (position, instant) values (last, instant) on conflict (position) do nothing;
        made := made + 1;
    end loop;
    return made;
end
$mark_instants$;

create function cx.position_at(at timestamptz)
returns bigint
language plpgsql stable security invoker
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $position_at$
declare
    mark bigint := coalesce((select m.position from cx.instant_mark m where m.instant <= at order by m.instant desc, m.position desc limit 1), 0);
begin
    return coalesce(
        (select e.position - 1 from cx.event e where e.position > mark and e.recorded_at > at order by e.position limit 1),
        (select h.position from cx.head h));
end
$position_at$;

grant select on cx.event_range, cx.instant_mark, cx.log_partitioning to cx_service;
grant insert on cx.instant_mark to cx_service;
revoke execute on function cx.extend_log, cx.mark_instants, cx.position_at from public;
grant execute on function cx.extend_log, cx.mark_instants, cx.position_at to cx_service;
