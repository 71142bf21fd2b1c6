-- What the originator of an incident stated for its reports, each row once for all of them. Personal rows are sealed.

create table core.duty_content (
    incident_id uuid not null primary key,
    owner_id uuid not null,
    contents bytea not null
);

insert into cx.view_table (view, schema_name, table_name) values ('duties', 'core', 'duty_content');

grant select on core.duty_content to cx_service;
grant select, insert, update, delete, truncate on core.duty_content to cx_projector;

create policy owner on core.duty_content to cx_owner using (true) with check (true);
create policy projector on core.duty_content to cx_projector using (true) with check (true);
create policy service on core.duty_content for select to cx_service using (owner_id = (select core.caller_partner()));
alter table core.duty_content enable row level security, force row level security;
