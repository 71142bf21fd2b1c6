-- What is asked of the past: when a suspension began and ended by the clock, and what terms had been stated. The view fills
-- anew, and says both of everything that happened before.
alter table core.suspension add column from_at timestamptz not null default '-infinity', add column to_at timestamptz;
alter table core.suspension alter column from_at drop default;

-- Terms that are no longer in force, up to when they were. Those of an instant are the first that ended after it, or the
-- item's own.
create table core.past_terms (
    item_id uuid not null,
    to_position bigint not null,
    to_at timestamptz not null,
    terms bytea not null,
    embargo_lifted boolean not null,
    primary key (item_id, to_position)
);

grant select on core.past_terms to cx_service;
grant select, insert, update, delete, truncate on core.past_terms to cx_projector;
