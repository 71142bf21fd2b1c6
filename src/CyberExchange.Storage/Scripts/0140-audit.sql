-- Who was shown what of the items that travel least, and what the gate decided. Rows are added and changed by nobody; they end by
-- age alone, through cx.forget_audit.

-- One row says that a partner's member was shown an item at this moment, and perhaps again within the minute by the same door.
create table cx.audit_read (
    owner_id uuid not null,
    read_at timestamptz not null,
    read_id uuid not null,
    item_id uuid not null,
    kind text not null,
    label smallint not null,
    reader_id uuid not null,
    member_id uuid not null,
    door text not null,
    correlation_id text not null,
    primary key (owner_id, read_at, read_id)
);

create index audit_read_item on cx.audit_read (item_id, read_at, read_id);
create index audit_read_time on cx.audit_read (read_at, read_id);

-- One row counts decisions that were alike, from the first to the last of a minute at most. Whoever holds an enrolled key is named by
-- its ids and the key, another by the key that it came with, and who came with none by its address. No row holds a certificate, a
-- token, an address asked for or anything that was sent.
create table cx.audit_decision (
    first_at timestamptz not null,
    decision_id uuid not null,
    last_at timestamptz not null,
    times bigint not null check (times > 0),
    decision text not null,
    fault text,
    partner_id uuid,
    member_id uuid,
    key_sha256 text,
    address text,
    primary key (first_at, decision_id)
);

create index audit_decision_partner on cx.audit_decision (partner_id, first_at, decision_id) where partner_id is not null;

-- The second wall, by the settings that script 0150 describes: a partner's transaction reads what is its own, and the errand audit,
-- which stewards' lists go on, reads all. The settings are asked here themselves: on a new database this script comes first.
alter table cx.audit_read enable row level security, force row level security;
alter table cx.audit_decision enable row level security, force row level security;

create policy owner on cx.audit_read to cx_owner using (true) with check (true);
create policy owner on cx.audit_decision to cx_owner using (true) with check (true);

create policy service on cx.audit_read for select to cx_service using (
    owner_id = (select nullif(current_setting('cx.partner', true), '')::uuid)
    or (select current_setting('cx.errand', true)) = 'audit');
create policy service on cx.audit_decision for select to cx_service using (
    partner_id = (select nullif(current_setting('cx.partner', true), '')::uuid)
    or (select current_setting('cx.errand', true)) = 'audit');

create policy service_adds on cx.audit_read for insert to cx_service with check (true);
create policy service_adds on cx.audit_decision for insert to cx_service with check (true);

grant select, insert on cx.audit_read, cx.audit_decision to cx_service;

-- Deletes rows that are older than an instant, at most so many of each table, and tells how many went. What is younger than 28 days
-- it never touches, so that nobody who gets hold of the service's role takes back what it has just done.
create function cx.forget_audit(before timestamptz, rows_max integer)
returns bigint
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $forget_audit$
declare
    reads bigint;
    decisions bigint;
begin
    if before is null or before > now() - interval '28 days' then
        raise exception 'audit rows stand for 28 days at least' using errcode = 'invalid_parameter_value';
    end if;

    delete from cx.audit_read r
    where (r.owner_id, r.read_at, r.read_id) in (
        select o.owner_id, o.read_at, o.read_id
        from cx.audit_read o
        where o.read_at < before
        order by o.read_at, o.read_id
        limit rows_max);
    get diagnostics reads = row_count;

    delete from cx.audit_decision d
    where (d.first_at, d.decision_id) in (
        select o.first_at, o.decision_id
        from cx.audit_decision o
        where o.first_at < before
        order by o.first_at, o.decision_id
        limit rows_max);
    get diagnostics decisions = row_count;
    return reads + decisions;
end
$forget_audit$;

revoke execute on function cx.forget_audit(timestamptz, integer) from public;
grant execute on function cx.forget_audit(timestamptz, integer) to cx_service;
