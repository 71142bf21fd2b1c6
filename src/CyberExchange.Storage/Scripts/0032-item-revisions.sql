-- What an item was before: content and labels that are no longer so, for whoever asks what was seen at an instant. Only what
-- was superseded is here; the present state is the item's own row, and says since when it is so.
alter table core.item
    add column state_position bigint not null default 0,
    add column state_at timestamptz not null default '-infinity',
    add column withdrawn_position bigint,
    add column withdrawn_at timestamptz;
alter table core.item
    alter column state_position drop default,
    alter column state_at drop default;

create table core.item_revision (
    item_id uuid not null,
    from_position bigint not null,
    from_at timestamptz not null,
    to_position bigint not null,
    to_at timestamptz not null,
    revision integer not null,
    stated_at timestamptz not null,
    label smallint not null,
    pap smallint not null,
    content bytea not null,
    primary key (item_id, from_position)
);

grant select on core.item_revision to cx_service;
grant select, insert, update, delete, truncate on core.item_revision to cx_projector;
