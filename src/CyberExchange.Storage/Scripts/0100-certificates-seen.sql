-- Which certificates members came with, and when each ends: authorities elsewhere make them, and the exchange knows of one
-- only by its coming. From this the exchange tells who needs another soon. One row for a certificate, written once.
create table cx.certificate_seen (
    spki_sha256 text not null check (spki_sha256 ~ '^[0-9a-f]{64}$'),
    ends_at timestamptz not null,
    seen_at timestamptz not null,
    primary key (spki_sha256, ends_at)
);

grant select, insert on cx.certificate_seen to cx_service;
