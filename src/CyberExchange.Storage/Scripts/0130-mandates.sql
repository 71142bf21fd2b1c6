-- What operators let CERTs file on their behalf, projected from the log by the sharing core. content is what was signed, as the event
-- states it; revoked_because is the operator's word to the CERT.
create table core.mandate (
    mandate_id uuid not null primary key,
    operator_id uuid not null,
    cert_id uuid not null,
    until_at timestamptz not null,
    content bytea not null,
    signed text not null,
    public_key text not null,
    given_by uuid not null,
    given_at timestamptz not null,
    given_position bigint not null,
    revoked_at timestamptz,
    revoked_because text
);
create index mandate_by_operator on core.mandate (operator_id, given_position);
create index mandate_by_cert on core.mandate (cert_id, given_position);

grant select on core.mandate to cx_service;
grant select, insert, update, delete, truncate on core.mandate to cx_projector;
insert into cx.view_table (view, schema_name, table_name) values ('sharing-core', 'core', 'mandate');

-- Who filed an item for its originator, and under which mandate; null where the originator did. A program of before knows neither
-- column, and stops at the first event that would fill them.
alter table core.item add column filed_by uuid, add column filed_under uuid;

-- The two who know of a mandate read it, and nobody else. The condition is that of the other tables, written out: on a new database
-- this script comes before theirs (0150 to 0152), which then raise the wall before this table too.
create policy service on core.mandate for select to cx_service using (
    operator_id = (select nullif(current_setting('cx.partner', true), '')::uuid)
    or cert_id = (select nullif(current_setting('cx.partner', true), '')::uuid));

-- Where they were before, the wall is raised here: nobody has read this table yet.
do $wall$
begin
    if to_regprocedure('cx.raise_wall(text)') is not null then
        create policy owner on core.mandate to cx_owner using (true) with check (true);
        create policy projector on core.mandate to cx_projector using (true) with check (true);
        alter table core.mandate enable row level security, force row level security;
    end if;
end
$wall$;
