-- The event log. A fact is written once: no role that serves may update or delete an event, a key or a document.

-- One row hands out positions. Its lock is held until the append commits, so positions are dense and in commit order.
-- The low fill factor keeps its many versions on one page.
create table cx.head (
    only_row boolean not null default true primary key check (only_row),
    position bigint not null check (position >= 0)
) with (fillfactor = 10);

insert into cx.head (position) values (0);

-- version counts the events of the stream: the first event has version 1.
create table cx.stream (
    stream_id text collate "C" not null primary key,
    version integer not null check (version > 0)
) with (fillfactor = 80);

-- body, addressing and metadata are canonical JSON (RFC 8785), kept as the bytes that were hashed.
-- leaf is the concatenation of salted SHA-256 commitments (32 bytes each), salts are their 16-byte salts: see
-- LeafEntry.cs. (stream_id, version) is unique because every append holds the lock on cx.head; the index serves reading.
create table cx.event (
    position bigint not null,
    stream_id text collate "C" not null,
    version integer not null,
    event_id uuid not null,
    type text collate "C" not null,
    type_version integer not null,
    recorded_at timestamptz not null,
    metadata bytea not null,
    body bytea not null,
    addressing bytea not null,
    salts bytea not null,
    leaf bytea not null,
    primary key (position)
) partition by range (position);

create index event_by_stream on cx.event (stream_id, version);

-- Ten million positions to a partition, two of them made ahead. Past these, events land in event_rest, so that an
-- append is never refused for want of a partition; a later script makes more before it is reached.
create table cx.event_0 partition of cx.event for values from (1) to (10000001);
create table cx.event_1 partition of cx.event for values from (10000001) to (20000001);
create table cx.event_rest partition of cx.event default;

-- What each idempotency key stored: a second append with the key answers from here and stores nothing.
create table cx.append_key (
    scope uuid not null,
    key text collate "C" not null,
    request_digest bytea not null,
    stream_id text collate "C" not null,
    first_position bigint not null,
    last_position bigint not null,
    version integer not null,
    primary key (scope, key)
);

-- Documents are addressed by their content, and stored with the append that first names them.
create table cx.document (
    sha512 bytea not null primary key check (octet_length(sha512) = 64),
    bytes bytea not null
);

grant select, insert on cx.event, cx.append_key, cx.document, cx.stream to cx_service;
grant update (version) on cx.stream to cx_service;
grant select, update (position) on cx.head to cx_service;
grant select on cx.event, cx.stream, cx.head, cx.document to cx_projector;
