-- Which instance key the database was begun under: an HMAC of a constant, which tells nothing of the key. A server with
-- another key would open no sealed text, find no person again and take every retry for another request.
create table cx.instance_key (
    only_row boolean not null default true primary key check (only_row),
    mark bytea not null check (octet_length(mark) = 32)
);

-- Written once: nothing that serves may put another mark in its place.
grant select, insert on cx.instance_key to cx_service;
