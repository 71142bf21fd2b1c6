-- Revocation lists as they were fetched, so that nodes share them and a server begins with the last one that was had. Each is
-- signed by its authority and is checked by whoever reads it: what stands here is a copy and no fact.
create table cx.revocation_list (
    issuer_key text collate "C" not null primary key,
    list bytea not null,
    made_at timestamptz not null,
    fetched_at timestamptz not null
);

grant select, insert, update (list, made_at, fetched_at) on cx.revocation_list to cx_service;
