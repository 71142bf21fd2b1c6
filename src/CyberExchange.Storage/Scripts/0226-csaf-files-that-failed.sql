-- Revisions of which no file could be made when their turn came: gpg did not sign, or the bytes cannot be read. The worker goes on without
-- them and tries them again; one that has its row in cx.csaf_file by now failed once and is forgotten. Nothing is taken back here.
create table cx.csaf_file_failed (
    key_fingerprint text not null,
    item_id uuid not null,
    sha512 text not null check (sha512 ~ '^[0-9a-f]{128}$'),
    position bigint not null,
    holder_id uuid not null,
    tracking_id text not null,
    failed_at timestamptz not null,
    primary key (key_fingerprint, item_id, sha512)
);

create index csaf_file_failed_position on cx.csaf_file_failed (key_fingerprint, position);

grant select, insert on cx.csaf_file_failed to cx_service;
