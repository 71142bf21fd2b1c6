-- What is counted of an item: one narrow row, so that counting a hundred thousand items reads no content. month: how many passed from the
-- beginning of year 0 to that of an incident's detection or an advisory's first release, in UTC. sector and area: the first that it names.
-- severity: of an advisory CVSS's word for its highest base score. label and pap are those of the item.
create table core.figure (
    item_id uuid not null primary key,
    originator_id uuid not null,
    kind text collate "C" not null,
    home text collate "C" not null,
    month integer not null,
    withdrawn boolean not null,
    label smallint not null,
    pap smallint not null,
    sector text collate "C",
    area text collate "C",
    classification text collate "C",
    severity text collate "C",
    sectors text[] collate "C" not null,
    vendors text[] collate "C" not null,
    cwes text[] collate "C" not null,
    cves text[] collate "C" not null
);

grant select on core.figure to cx_service;
grant select, insert, update, delete, truncate on core.figure to cx_projector;
