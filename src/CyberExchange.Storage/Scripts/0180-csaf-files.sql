-- What the site of a CSAF provider says of a revision of an advisory beside its bytes: name, dates, hash and signature. A worker makes
-- it from the document, once for each key; whether anybody may have it is asked of the relation each time. key_fingerprint is empty
-- where the exchange has no OpenPGP key, and then there is no signature. position is that of the event which brought the revision:
-- the last one tells where the worker goes on.
create table cx.csaf_file (
    key_fingerprint text not null,
    item_id uuid not null,
    sha512 text not null check (sha512 ~ '^[0-9a-f]{128}$'),
    position bigint not null,
    holder_id uuid not null,
    folder_year smallint not null,
    file_name text not null,
    csaf_version text not null,
    publisher_category text not null,
    initial_release_at timestamptz not null,
    current_release_at timestamptz not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    signature text,
    made_at timestamptz not null,
    primary key (key_fingerprint, item_id, sha512),
    check ((signature is null) = (key_fingerprint = ''))
);

create index csaf_file_position on cx.csaf_file (key_fingerprint, position);
create index csaf_file_path on cx.csaf_file (holder_id, file_name, folder_year, key_fingerprint);

grant select, insert on cx.csaf_file to cx_service;
