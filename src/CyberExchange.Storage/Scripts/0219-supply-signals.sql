-- Early warnings where the feed reads them: in the sharing core, as reminders of duties are. A warning is its receiver's alone.

create table core.supply_warning (
    receiver_id uuid not null,
    position bigint not null,
    warning_id uuid not null,
    content bytea not null,
    raised_at timestamptz not null,
    primary key (receiver_id, position)
);

insert into cx.view_table (view, schema_name, table_name) values ('sharing-core', 'core', 'supply_warning');

grant select on core.supply_warning to cx_service;
grant select, insert, update, delete, truncate on core.supply_warning to cx_projector;

create policy owner on core.supply_warning to cx_owner using (true) with check (true);
create policy projector on core.supply_warning to cx_projector using (true) with check (true);
create policy service on core.supply_warning for select to cx_service using (receiver_id = (select core.caller_partner()));
alter table core.supply_warning enable row level security, force row level security;

-- The signals among the items, the latest first: figures and warnings are made of all that a viewer sees of them.
create index item_signals on core.item (first_at desc, item_id) where kind = 'signal';
