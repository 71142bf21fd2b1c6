-- By which addresses an advisory's present document is known, and which others it names: of what it is a translation, and what supersedes
-- it. Digests of the addresses, which may be of any length. A program of before leaves the columns as they stand; the core fills anew for
-- the program that knows them.
alter table core.item
    add column known_as uuid[] not null default '{}',
    add column translates uuid,
    add column successors uuid[] not null default '{}';
create index item_known_as on core.item using gin (known_as);
create index item_translates on core.item (translates) where translates is not null;
