-- The versions of the rulebook that were proposed, as the projection of duties needs them. Nobody reads them here: they are read from
-- their stream.

create table core.rulebook (
    digest text collate "C" not null primary key,
    document bytea not null,
    in_force boolean not null
);

insert into cx.view_table (view, schema_name, table_name) values ('duties', 'core', 'rulebook');

grant select on core.rulebook to cx_service;
grant select, insert, update, delete, truncate on core.rulebook to cx_projector;

create policy owner on core.rulebook to cx_owner using (true) with check (true);
create policy projector on core.rulebook to cx_projector using (true) with check (true);
alter table core.rulebook enable row level security, force row level security;
