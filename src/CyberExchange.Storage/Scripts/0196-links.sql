-- What partners state about an incident and an advisory. It is read by whoever sees both, and by nobody else: not that it is there, not
-- how many there are. It is no part of either item.

create table core.link (
    link_id uuid not null primary key,
    incident_id uuid not null,
    advisory_id uuid not null,
    by_id uuid not null,
    kind text collate "C" not null,
    reason text not null,
    stated_at timestamptz not null,
    stated_position bigint not null
);
create index link_by_incident on core.link (incident_id, stated_position);
create index link_by_advisory on core.link (advisory_id, stated_position);

insert into cx.view_table (view, schema_name, table_name) values ('sharing-core', 'core', 'link');

grant select on core.link to cx_service;
grant select, insert, update, delete, truncate on core.link to cx_projector;

create policy owner on core.link to cx_owner using (true) with check (true);
create policy projector on core.link to cx_projector using (true) with check (true);
create policy service on core.link for select to cx_service using (
    (select core.is_open(incident_id, h.audiences, h.joined, h.jurisdiction) and core.is_open(advisory_id, h.audiences, h.joined, h.jurisdiction)
     from core.caller_holds() h));
alter table core.link enable row level security, force row level security;
