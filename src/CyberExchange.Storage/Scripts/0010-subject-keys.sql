-- One row for each natural person of whom a partner told us something. The key is wrapped: the database alone opens
-- nothing. Removing the row erases the person's data from the log, the views and every backup of them at once.
--
-- lookup_hmac finds the person again without saying who it is: the same person of the same partner keeps one subject.
create table cx.subject_key (
    subject_id uuid not null primary key,
    partner_id uuid not null,
    lookup_hmac bytea not null check (octet_length(lookup_hmac) = 32),
    wrapped_key bytea not null check (octet_length(wrapped_key) = 60),
    unique (partner_id, lookup_hmac)
);

-- Nothing that serves may change a key. Erasure comes with a role of its own.
grant select, insert on cx.subject_key to cx_service;
