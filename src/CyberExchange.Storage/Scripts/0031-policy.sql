-- The versions of the release policy, each from when it was adopted; before the first row it is version 1.
create table core.policy (
    from_position bigint not null primary key,
    from_at timestamptz not null,
    version integer not null
);

-- Under which version an item's terms were stated. The view fills anew, and says it of every item.
alter table core.item add column policy_version integer not null default 1;
alter table core.item alter column policy_version drop default;

grant select on core.policy to cx_service;
grant select, insert, update, delete, truncate on core.policy to cx_projector;
