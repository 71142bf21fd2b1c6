-- Appending, in one round trip. Both functions take the lock on cx.head first: what they read after it is settled,
-- and two nodes cannot deadlock. Each statement of a volatile function sees what the former holder of the lock
-- committed; one statement with many parts would not.
--
-- expected: -1 any version, 0 the stream must not exist, n the stream must be at n.
-- outcome: 0 appended, 1 the key had stored the same request, 2 the stream is at another version (given in
-- at_version), 3 the key had stored another request. Positions are null where nothing is stored.
--
-- A generic plan, because a plan made for an empty table stays with the session when the table is full. Two seconds
-- are many commits: whoever waits longer for the head should tell its caller so.

-- The lone append of one event: plain statements, which cost less than the arrays of append_batch.
create function cx.append_one(
    stream text, expected integer, in_scope uuid, in_key text, digest bytea, recorded timestamptz, event_metadata bytea,
    id uuid, event_type text, event_type_version integer, event_body bytea, event_addressing bytea, event_salts bytea, event_leaf bytea,
    out outcome integer, out at_stream text, out first bigint, out last bigint, out at_version integer)
language plpgsql volatile security invoker
set plan_cache_mode = force_generic_plan
set lock_timeout = '2s'
as $append_one$
declare
    next_position bigint;
    stored record;
begin
    at_stream := stream;
    update cx.head set position = position + 1 returning position into next_position;

    select k.request_digest, k.stream_id, k.first_position, k.last_position, k.version into stored
    from cx.append_key k
    where k.scope = in_scope and k.key = in_key;
    if found then
        update cx.head set position = next_position - 1;
        outcome := case when stored.request_digest = digest then 1 else 3 end;
        at_stream := stored.stream_id;
        first := stored.first_position;
        last := stored.last_position;
        at_version := stored.version;
        return;
    end if;

    if expected > 0 then
        update cx.stream s set version = s.version + 1
        where s.stream_id = stream and s.version = expected
        returning s.version into at_version;
    elsif expected = 0 then
        insert into cx.stream as s (stream_id, version) values (stream, 1)
        on conflict (stream_id) do nothing
        returning s.version into at_version;
    else
        insert into cx.stream as s (stream_id, version) values (stream, 1)
        on conflict (stream_id) do update set version = s.version + 1
        returning s.version into at_version;
    end if;
    if not found then
        update cx.head set position = next_position - 1;
        outcome := 2;
        at_version := coalesce((select s.version from cx.stream s where s.stream_id = stream), 0);
        return;
    end if;

    insert into cx.event (position, stream_id, version, event_id, type, type_version, recorded_at,
        metadata, body, addressing, salts, leaf)
    values (next_position, stream, at_version, id, event_type, event_type_version, recorded,
        event_metadata, event_body, event_addressing, event_salts, event_leaf);
    insert into cx.append_key (scope, key, request_digest, stream_id, first_position, last_position, version)
    values (in_scope, in_key, digest, stream, next_position, next_position, at_version);

    outcome := 0;
    first := next_position;
    last := next_position;
end
$append_one$;

-- Many appends, each of many events. The caller gives one append per stream and per key at most. streams to counts
-- hold one element an append; event_* hold one element an event, in order of append (event_append counts from 1) and
-- then of event_index (from 1 in each append); document_* hold one element a document.
create function cx.append_batch(
    streams text[], expected integer[], scopes uuid[], keys text[], digests bytea[], counts integer[],
    event_append integer[], event_index integer[], event_streams text[], event_recorded timestamptz[], event_metadatas bytea[],
    event_ids uuid[], event_types text[], event_type_versions integer[], event_bodies bytea[], event_addressings bytea[],
    event_salts bytea[], event_leaves bytea[],
    document_append integer[], document_digests bytea[], document_bytes bytea[])
returns table (append_number integer, outcome integer, at_stream text, first bigint, last bigint, at_version integer)
language plpgsql volatile security invoker
set plan_cache_mode = force_generic_plan
set lock_timeout = '2s'
as $append_batch$
declare
    base bigint;
    outcomes integer[];
    at_streams text[];
    befores integer[];
    offsets integer[];
    firsts bigint[];
    lasts bigint[];
    versions integer[];
begin
    update cx.head set position = position + cardinality(event_ids) returning position - cardinality(event_ids) into base;

    with found as (
        select a.number, a.stream_id, a.expected, a.event_count, coalesce(s.version, 0) as before,
               case when k.stream_id is not null then case when k.request_digest = a.digest then 1 else 3 end
                    when a.expected not in (-1, coalesce(s.version, 0)) then 2
                    else 0 end as outcome,
               k.stream_id as key_stream, k.first_position as key_first, k.last_position as key_last, k.version as key_version
        from unnest(streams, expected, scopes, keys, digests, counts)
             with ordinality as a (stream_id, expected, scope, key, digest, event_count, number)
        left join lateral (
            select ak.request_digest, ak.stream_id, ak.first_position, ak.last_position, ak.version
            from cx.append_key ak where ak.scope = a.scope and ak.key = a.key limit 1) k on true
        left join lateral (
            select st.version from cx.stream st where st.stream_id = a.stream_id limit 1) s on true
    ), placed as (
        select f.number, f.stream_id, f.event_count, f.before, f.outcome, f.key_stream, f.key_first, f.key_last, f.key_version,
               sum(case f.outcome when 0 then f.event_count else 0 end) over (order by f.number)
                   - case f.outcome when 0 then f.event_count else 0 end as events_before
        from found f
    )
    select array_agg(p.outcome order by p.number),
           array_agg(coalesce(p.key_stream, p.stream_id) order by p.number),
           array_agg(p.before order by p.number),
           array_agg(p.events_before::integer order by p.number),
           array_agg(case p.outcome when 0 then base + p.events_before + 1 else p.key_first end order by p.number),
           array_agg(case p.outcome when 0 then base + p.events_before + p.event_count else p.key_last end order by p.number),
           array_agg(case p.outcome when 0 then p.before + p.event_count when 2 then p.before else p.key_version end order by p.number)
    into outcomes, at_streams, befores, offsets, firsts, lasts, versions
    from placed p;

    insert into cx.stream (stream_id, version)
    select a.stream_id, versions[a.number]
    from unnest(streams) with ordinality as a (stream_id, number)
    where outcomes[a.number] = 0
    on conflict (stream_id) do update set version = excluded.version;

    insert into cx.event (position, stream_id, version, event_id, type, type_version, recorded_at,
        metadata, body, addressing, salts, leaf)
    select base + offsets[e.append] + e.index, e.stream_id, befores[e.append] + e.index, e.event_id, e.type, e.type_version,
           e.recorded_at, e.metadata, e.body, e.addressing, e.salts, e.leaf
    from unnest(event_append, event_index, event_streams, event_ids, event_types, event_type_versions, event_recorded,
                event_metadatas, event_bodies, event_addressings, event_salts, event_leaves)
         as e (append, index, stream_id, event_id, type, type_version, recorded_at, metadata, body, addressing, salts, leaf)
    where outcomes[e.append] = 0;

    insert into cx.append_key (scope, key, request_digest, stream_id, first_position, last_position, version)
    select a.scope, a.key, a.digest, a.stream_id, firsts[a.number], lasts[a.number], versions[a.number]
    from unnest(scopes, keys, digests, streams) with ordinality as a (scope, key, digest, stream_id, number)
    where outcomes[a.number] = 0;

    if cardinality(document_append) > 0 then
        insert into cx.document (sha512, bytes)
        select d.sha512, d.bytes
        from unnest(document_append, document_digests, document_bytes) as d (append, sha512, bytes)
        where outcomes[d.append] = 0
        on conflict (sha512) do nothing;
    end if;

    -- Appends that stored nothing give their positions back, under the same lock, so that no number is burnt.
    update cx.head set position = base + offsets[cardinality(offsets)]
        + case outcomes[cardinality(outcomes)] when 0 then counts[cardinality(counts)] else 0 end
    where exists (select 1 from unnest(outcomes) as o (outcome) where o.outcome <> 0);

    return query
    select r.number::integer, r.outcome, r.stream_id, r.first_position, r.last_position, r.version
    from unnest(outcomes, at_streams, firsts, lasts, versions)
         with ordinality as r (outcome, stream_id, first_position, last_position, version, number);
end
$append_batch$;

-- A new function may be called by everyone until that is taken back.
revoke execute on function cx.append_one from public;
revoke execute on function cx.append_batch from public;
grant execute on function cx.append_one to cx_service;
grant execute on function cx.append_batch to cx_service;
