-- Which node writes a view. A lease ends by this database's clock alone: a node whose own clock is wrong, or that was paused and
-- wakes late, cannot take itself for the holder. fence rises each time a lease is taken; whoever writes the view says its fence.
create table cx.view_lease (
    view text collate "C" not null,
    kind text collate "C" not null check (kind in ('keep', 'rebuild')),
    holder text collate "C",
    fence bigint not null,
    expires_at timestamptz not null,
    primary key (view, kind)
);

-- The nodes that live: each says so about every second. They share the views out by counting each other.
create table cx.view_node (
    node text collate "C" not null primary key,
    seen_at timestamptz not null
);

grant select on cx.view_lease, cx.view_node to cx_service;
grant select, insert, update, delete on cx.view_lease, cx.view_node to cx_projector;

-- fence: of the holder that may move the checkpoint. touched_position: the last page that changed what nodes keep in memory of
-- the view. noted_position: the position that was written together with it. Where it is another than position, a program that
-- knows neither column moved the checkpoint, and anything may have been touched.
alter table core.checkpoint
    add column fence bigint not null default 0,
    add column touched_position bigint not null default 0,
    add column noted_position bigint not null default -1;

-- Moves a checkpoint from where its holder read it, or fails: then another node has taken the view, and nothing of the page may
-- stay. It fails by raising, so that it can be sent in one message with the commit after it: a node that is paused in between
-- would leave the row locked.
create function core.move_checkpoint(
    moved_view text, held_fence bigint, from_version integer, from_at bigint, to_version integer, to_at bigint, to_instant timestamptz, touched boolean)
returns bigint
language plpgsql
set search_path = pg_catalog, pg_temp
as $move_checkpoint$
declare
    now_touched bigint;
begin
    update core.checkpoint c
    set version = to_version, position = to_at, instant = to_instant, stopped_because = null,
        touched_position = case when touched or c.noted_position <> c.position then to_at else c.touched_position end,
        noted_position = to_at
    where c.view = moved_view and c.fence = held_fence and c.version = from_version and c.position = from_at
    returning c.touched_position into now_touched;
    if not found then
        raise exception 'view % was taken by another node', moved_view using errcode = 'CX001';
    end if;

    return now_touched;
end
$move_checkpoint$;

revoke execute on function core.move_checkpoint from public;
grant execute on function core.move_checkpoint to cx_projector;
