-- Keeps the key of a request that changed nothing, at the version of the stream that it found. Without it a retry, late
-- enough, would be decided anew and could do what others have undone since.
--
-- Takes the lock on cx.head first, as the append functions do: no append with this key or to this stream is under way
-- then. The outcomes are theirs. The positions are those of the stream's last event, 0 where it has none.
create function cx.keep_key(
    stream text, expected integer, in_scope uuid, in_key text, digest bytea,
    out outcome integer, out at_stream text, out first bigint, out last bigint, out at_version integer)
language plpgsql volatile security invoker
set plan_cache_mode = force_generic_plan
set lock_timeout = '2s'
as $keep_key$
declare
    stored record;
begin
    perform h.position from cx.head h for no key update;

    select k.request_digest, k.stream_id, k.first_position, k.last_position, k.version into stored
    from cx.append_key k
    where k.scope = in_scope and k.key = in_key;
    if found then
        outcome := case when stored.request_digest = digest then 1 else 3 end;
        at_stream := stored.stream_id;
        first := stored.first_position;
        last := stored.last_position;
        at_version := stored.version;
        return;
    end if;

    at_stream := stream;
    at_version := coalesce((select s.version from cx.stream s where s.stream_id = stream), 0);
    if at_version <> expected then
        outcome := 2;
        return;
    end if;

    outcome := 0;
    last := coalesce((select e.position from cx.event e where e.stream_id = stream and e.version = expected), 0);
    first := last;
    insert into cx.append_key (scope, key, request_digest, stream_id, first_position, last_position, version)
    values (in_scope, in_key, digest, stream, first, last, at_version);
end
$keep_key$;

revoke execute on function cx.keep_key from public;
grant execute on function cx.keep_key to cx_service;
