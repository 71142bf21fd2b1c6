-- Checks the event log by SQL alone, without a line of the program that wrote it: one row for each violation, no row
-- when the log is sound. One statement, so that it sees one moment and may run while appends go on. Reads every event.
--
--     psql "$DATABASE" -f ops/postgres/check-log.sql
--
-- DATABASE names the database as psql wants it, for a role that may read schema cx whole. Each rule tells its first 20
-- violations only, lest a lost partition drown the rest. Commitments to personal fields are not derived: their salts lie
-- inside the ciphertexts.
with head as (
    select coalesce(max(h.position), 0) as position, count(*) as row_count from cx.head h
),
follower as (
    select e.position, lag(e.position, 1, 0::bigint) over (order by e.position) as before
    from cx.event e
),
in_stream as (
    select e.stream_id, e.version, e.position,
           lag(e.version, 1, 0) over versions as version_before, lag(e.position, 1, 0::bigint) over versions as before
    from cx.event e
    window versions as (partition by e.stream_id order by e.version, e.position)
),
longest as (
    select e.stream_id, max(e.version) as version, min(e.position) as first_position, max(e.position) as last_position
    from cx.event e group by e.stream_id
),
-- A key that was kept for a request that changed nothing names the last event of its stream, or 0 for none.
ranged as (
    select k.scope, k.key, k.stream_id, k.first_position, k.last_position, k.version,
           k.first_position >= 1 and k.first_position <= k.last_position and k.last_position <= h.position as in_log
    from cx.append_key k
    cross join head h
),
-- One row for each event that a key names. Ranges that leave the log are told apart, and not followed.
named as (
    select r.scope, r.key, r.stream_id, r.last_position, r.version, r.first_position < r.last_position as many, g.position
    from ranged r
    cross join lateral generate_series(r.first_position, r.last_position) as g (position)
    where r.in_log
),
-- One event and one key alone may be an append or a key that was kept at it: the log does not tell them apart.
covered as (
    select n.position, count(*) filter (where n.many) as appends, count(*) filter (where not n.many) as single,
           bool_or(n.many and n.position < n.last_position) as inside
    from named n
    group by n.position
),
-- The leaf as LeafEntry.cs writes it down: SHA-256 over domain, section, salt, length and content.
sections as (
    select e.position, e.salts, e.leaf, e.body, e.addressing,
           uuid_send(e.event_id)
           || int4send(octet_length(convert_to(e.stream_id, 'UTF8'))) || convert_to(e.stream_id, 'UTF8')
           || int4send(octet_length(convert_to(e.type, 'UTF8'))) || convert_to(e.type, 'UTF8')
           || int4send(e.type_version)
           || int8send((extract(epoch from e.recorded_at) * 1000000)::bigint)
           || int4send(octet_length(e.metadata)) || e.metadata as envelope
    from cx.event e
),
leaves as (
    select s.position, octet_length(s.salts) as salt_bytes, octet_length(s.leaf) as leaf_bytes,
           substr(s.leaf, 1, 32) = sha256(convert_to('CyberExchange leaf v1', 'UTF8') || '\x0001'::bytea
               || substr(s.salts, 1, 16) || int8send(octet_length(s.envelope)) || s.envelope) as envelope,
           substr(s.leaf, 33, 32) = sha256(convert_to('CyberExchange leaf v1', 'UTF8') || '\x0002'::bytea
               || substr(s.salts, 17, 16) || int8send(octet_length(s.body)) || s.body) as body,
           substr(s.leaf, 65, 32) = sha256(convert_to('CyberExchange leaf v1', 'UTF8') || '\x0003'::bytea
               || substr(s.salts, 33, 16) || int8send(octet_length(s.addressing)) || s.addressing) as addressing
    from sections s
)
(select format('head: it has %s rows, not one', h.row_count) as violation
 from head h where h.row_count <> 1)
union all
(select format('head: it stands at %s, the last event at %s', h.position, l.position)
 from head h
 cross join (select coalesce(max(e.position), 0) as position from cx.event e) l
 where h.position <> l.position)
union all
(select format('positions: %s follows %s', f.position, f.before)
 from follower f where f.position <> f.before + 1
 order by f.position limit 20)
union all
(select format('versions: in %s, version %s at position %s follows version %s at position %s',
     s.stream_id, s.version, s.position, s.version_before, s.before)
 from in_stream s where s.version <> s.version_before + 1 or s.position <= s.before
 order by s.position limit 20)
union all
(select format('streams: %s is said to be at version %s, and its events end at %s',
     coalesce(s.stream_id, l.stream_id), coalesce(s.version::text, 'none'), coalesce(l.version::text, 'none'))
 from cx.stream s
 full join longest l on l.stream_id = s.stream_id
 where s.version is distinct from l.version
 order by 1 limit 20)
union all
(select format('streams: %s is said to lie from %s to %s, and lies from %s to %s',
     s.stream_id, s.first_position, s.last_position, l.first_position, l.last_position)
 from cx.stream s
 join longest l on l.stream_id = s.stream_id
 where (s.first_position, s.last_position) is distinct from (l.first_position, l.last_position)
 order by 1 limit 20)
union all
(select format('keys: %s of %s is not found by its hash', k.key, k.scope)
 from cx.append_key k
 where k.key_hash <> encode(substring(sha256(uuid_send(k.scope) || convert_to(k.key, 'UTF8')) from 1 for 16), 'hex')::uuid
 order by 1 limit 20)
union all
(select format('keys: %s of %s names positions %s to %s, which are not in the log', r.key, r.scope, r.first_position, r.last_position)
 from ranged r
 where not r.in_log and not (r.first_position = 0 and r.last_position = 0 and r.version = 0)
 order by r.scope, r.key limit 20)
union all
(select format('keys: %s of %s says that position %s is version %s of %s, and %s', n.key, n.scope, n.position,
     n.version - (n.last_position - n.position), n.stream_id,
     case when e.position is null then 'there is no event' else format('it is version %s of %s', e.version, e.stream_id) end)
 from named n
 left join cx.event e on e.position = n.position
 where e.position is null or e.stream_id <> n.stream_id or e.version <> n.version - (n.last_position - n.position)
 order by n.position, n.scope, n.key limit 20)
union all
(select format('keys: no key stored position %s', e.position)
 from cx.event e
 left join covered c on c.position = e.position
 where c.position is null
 order by e.position limit 20)
union all
(select format('keys: %s appends stored position %s', c.appends, c.position)
 from covered c where c.appends > 1
 order by c.position limit 20)
union all
(select format('keys: position %s is inside one append, and another key stored it alone', c.position)
 from covered c where c.inside and c.single > 0
 order by c.position limit 20)
union all
(select format('leaves: position %s has %s bytes of leaf and %s of salts, not a multiple of 32 from 96 on and 48',
     l.position, l.leaf_bytes, l.salt_bytes)
 from leaves l where l.leaf_bytes < 96 or l.leaf_bytes % 32 <> 0 or l.salt_bytes <> 48
 order by l.position limit 20)
union all
(select format('leaves: position %s does not commit to its %s', l.position,
     concat_ws(', ', case when not l.envelope then 'envelope' end, case when not l.body then 'body' end,
         case when not l.addressing then 'addressing' end))
 from leaves l where not (l.envelope and l.body and l.addressing)
 order by l.position limit 20)
union all
(select format('documents: %s is not the digest of its bytes', encode(d.sha512, 'hex'))
 from cx.document d where d.sha512 <> sha512(d.bytes)
 order by d.sha512 limit 20);
