-- Duties: what partners said of themselves, the files of their incidents, and a row for each duty and each reader of it. Projected
-- from the log by a projection of its own, and read by nobody but the owner and whom the owner named for that duty.

create table core.duty_profile (
    partner_id uuid not null primary key,
    version integer not null,
    profile bytea not null,
    stated_at timestamptz not null
);

-- The file is as its events fold. recorded_at has the instant of each of its entries, in order.
create table core.duty_file (
    incident_id uuid not null primary key,
    owner_id uuid not null,
    closed boolean not null,
    file bytea not null,
    recorded_at timestamptz[] not null
);
create index duty_file_by_owner on core.duty_file (owner_id) where not closed;

-- act_by_ticks: by law or else by policy, in ticks of 100 ns since 0001-01-01, and the greatest number where there is neither: lists
-- are in this order. due_since: when the due time became known. remind_at: null in rows of authorities, and when nothing is left.
create table core.duty (
    reader_id uuid not null,
    duty_id uuid not null,
    by_owner boolean not null,
    owner_id uuid not null,
    incident_id uuid not null,
    obligation_id text collate "C" not null,
    outcome text collate "C" not null,
    act_by_ticks bigint not null,
    late_from timestamptz,
    met_at timestamptz,
    line bytea not null,
    due_text text collate "C",
    due_since timestamptz,
    remind_at timestamptz,
    primary key (reader_id, duty_id)
);
create index duty_in_order on core.duty (reader_id, by_owner, act_by_ticks, duty_id);
create index duty_by_incident on core.duty (incident_id);
create index duty_to_remind on core.duty (remind_at) where remind_at is not null;

create table core.duty_reminder (
    owner_id uuid not null,
    position bigint not null,
    incident_id uuid not null,
    obligation_id text collate "C" not null,
    due_text text collate "C" not null,
    percent integer not null,
    reminded_at timestamptz not null,
    primary key (owner_id, position)
);

insert into cx.view_table (view, schema_name, table_name)
values ('duties', 'core', 'duty_profile'), ('duties', 'core', 'duty_file'), ('duties', 'core', 'duty'), ('duties', 'core', 'duty_reminder');

create schema next_duties;
grant usage on schema next_duties to cx_projector;

grant select on core.duty_profile, core.duty_file, core.duty, core.duty_reminder to cx_service;
grant select, insert, update, delete, truncate on core.duty_profile, core.duty_file, core.duty, core.duty_reminder to cx_projector;

do $wall$
declare
    part text;
begin
    foreach part in array array['duty_profile', 'duty_file', 'duty', 'duty_reminder'] loop
        execute format('create policy owner on core.%I to cx_owner using (true) with check (true)', part);
        execute format('create policy projector on core.%I to cx_projector using (true) with check (true)', part);
        execute format('alter table core.%I enable row level security, force row level security', part);
    end loop;
end
$wall$;

create policy service on core.duty_profile for select to cx_service using (partner_id = (select core.caller_partner()));

create policy service on core.duty_file for select to cx_service using (owner_id = (select core.caller_partner()));

create policy service on core.duty for select to cx_service using (
    reader_id = (select core.caller_partner())
    or ((select core.caller_errand()) = 'remind' and remind_at is not null));

create policy service on core.duty_reminder for select to cx_service using (owner_id = (select core.caller_partner()));
