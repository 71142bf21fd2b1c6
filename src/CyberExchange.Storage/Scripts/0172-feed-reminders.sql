-- Reminders of duties where the feed reads them: in the sharing core, whose checkpoint is the one that a feed's cursors go by.

create table core.reminder (
    owner_id uuid not null,
    position bigint not null,
    incident_id uuid not null,
    obligation_id text collate "C" not null,
    due_text text collate "C" not null,
    percent integer not null,
    reminded_at timestamptz not null,
    primary key (owner_id, position)
);

insert into cx.view_table (view, schema_name, table_name) values ('sharing-core', 'core', 'reminder');

grant select on core.reminder to cx_service;
grant select, insert, update, delete, truncate on core.reminder to cx_projector;

create policy owner on core.reminder to cx_owner using (true) with check (true);
create policy projector on core.reminder to cx_projector using (true) with check (true);
create policy service on core.reminder for select to cx_service using (owner_id = (select core.caller_partner()));
alter table core.reminder enable row level security, force row level security;
