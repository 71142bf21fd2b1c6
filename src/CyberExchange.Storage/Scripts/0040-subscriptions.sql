-- What partners want to hear of, projected from the log by a projection of its own. A cancelled one stays, so that a retry
-- of its cancellation is answered as the first one was. Name and filter are as the event states them.
create table core.subscription (
    subscription_id uuid not null primary key,
    owner_id uuid not null,
    stream_version integer not null,
    created_position bigint not null,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    name bytea not null,
    filter bytea not null,
    cancelled boolean not null
);
create index subscription_by_owner on core.subscription (owner_id, created_position) where not cancelled;

grant select on core.subscription to cx_service;
grant select, insert, update, delete, truncate on core.subscription to cx_projector;
