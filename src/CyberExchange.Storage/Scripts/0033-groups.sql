-- Sharing groups as the core has them: what each is for, and who was in it from when to when. A group of which only
-- partners' facts of version 1 tell has members here and no row of its own, until it is formed.
create table core.group (
    group_id text collate "C" not null primary key,
    name text not null,
    purpose text not null,
    default_label smallint not null,
    dissolved boolean not null
);

create table core.group_member (
    group_id text collate "C" not null,
    partner_id uuid not null,
    from_position bigint not null,
    from_at timestamptz not null,
    to_position bigint,
    to_at timestamptz,
    primary key (group_id, partner_id, from_position)
);
create index group_member_now on core.group_member (partner_id, group_id) where to_position is null;

-- The groups that a clause of kinds names: when partners join or leave a group, only its own clauses are matched again.
alter table core.audience add column groups text[] collate "C" not null default '{}';
create index audience_by_group on core.audience using gin (groups) where kinds is not null;

grant select on core.group, core.group_member to cx_service;
grant select, insert, update, delete, truncate on core.group, core.group_member to cx_projector;
