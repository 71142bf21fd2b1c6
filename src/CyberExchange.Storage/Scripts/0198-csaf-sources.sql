-- When each CSAF provider that a partner follows is run next, who runs it, and how the last run ended. What a source is stands in the log;
-- a row says nothing of whose it is. A lease ends by this database's clock alone, due_at is of the exchange's. fence rises each time
-- the source is taken or removed, so that a node that lost it without noticing writes nothing. A removed source is due never again.
create table cx.csaf_source (
    source_id uuid not null primary key,
    due_at timestamptz not null,
    asked_at timestamptz,
    asked_by_request uuid,
    holder text collate "C",
    held_until timestamptz,
    fence bigint not null default 0,
    started_at timestamptz,
    last_run text,
    removed boolean not null default false
);

-- What is known of the files of a source's provider, so that what has not changed is not sent again: a line of JSON for each URL. The
-- digest of the URL is the key, since a URL may be longer than an index takes.
create table cx.csaf_source_file (
    source_id uuid not null,
    url_sha256 bytea not null check (octet_length(url_sha256) = 32),
    record text not null,
    primary key (source_id, url_sha256)
);

grant select, insert, update (due_at, asked_at, asked_by_request, holder, held_until, fence, started_at, last_run, removed) on cx.csaf_source to cx_service;
grant select, insert, update (record) on cx.csaf_source_file to cx_service;
