-- The search view: under which words an item is found, and by which way. It is projected after the core, from the core's
-- present rows, and says nothing of who may see what: whatever it finds is looked up in core.open_paths before it is shown.
--
-- A word is a number, search.word(text). A way (item, audience, destination, from_position) is found under keys: each word
-- crossed with the number of the way's scope, which stands for one audience, one destination and one block of the log. A
-- viewer asks for the keys of its own scopes alone, so a word that stands only where the viewer has no way meets no entry of
-- the index, exactly like a word that stands nowhere. Blocks let the newest be read first and no further than is needed.

create schema search;
grant usage on schema search to cx_service, cx_projector;

-- Every item once, under its words without a scope: what ranks it, and the text in which phrases are looked for.
create table search.item (
    item_id uuid not null primary key,
    originator_id uuid not null,
    words bigint[] not null,
    identifiers bigint[] not null,
    title bigint[] not null,
    names bigint[] not null,
    flow text not null,
    victim_flow text not null,
    reference_shown boolean not null
);
-- Whose references tell of whom depends on what the originator is: that may change, and its items are then looked at again.
create index item_with_reference on search.item (originator_id) where victim_flow <> '' or reference_shown;

create table search.way (
    item_id uuid not null,
    audience_id uuid not null,
    destination text collate "C" not null,
    from_position bigint not null,
    newcomers boolean not null,
    keys bigint[] not null,
    primary key (item_id, audience_id, destination, from_position)
);
-- Each key is of few rows, and its entries are added in place: a list of what is pending would be read by every look.
create index way_by_key on search.way using gin (keys) with (fastupdate = off);
alter table search.way alter column keys set statistics 0;
alter table search.item alter column words set statistics 0;
alter table search.item alter column identifiers set statistics 0;
alter table search.item alter column title set statistics 0;
alter table search.item alter column names set statistics 0;

-- The scopes that there are. They stay when their last way closes, as the core's rows stay.
create table search.scope (
    audience_id uuid not null,
    destination text collate "C" not null,
    newcomers boolean not null,
    block bigint not null,
    number bigint not null,
    primary key (audience_id, destination, newcomers, block)
);

-- The block of a position: 16,384 positions each. Wide enough that a rare word is looked for in few places, and narrow enough
-- that of a common one no more is read than a page needs.
create function search.block(from_position bigint)
returns bigint
language sql immutable strict parallel safe
return from_position >> 14;

-- The number of a word: the first 8 bytes of the SHA-256 of its UTF-8, big-endian.
create function search.word(word text)
returns bigint
language sql immutable strict parallel safe
return ('x' || encode(substring(sha256(convert_to(word, 'UTF8')) from 1 for 8), 'hex'))::bit(64)::bigint;

-- The number of a scope.
create function search.scope_number(audience_id uuid, destination text, newcomers boolean, block bigint)
returns bigint
language sql immutable strict parallel safe
return search.word(format('scope %s %s %s %s', audience_id, destination, newcomers, block));

-- The keys of a way: its item's words in its scope.
create function search.keys(words bigint[], scope_number bigint)
returns bigint[]
language sql immutable strict parallel safe
return array(select w # scope_number from unnest(words) w);

create function search.refresh_statistics()
returns void
language plpgsql
security definer
set search_path = pg_catalog
as $refresh_statistics$
begin
    analyze search.item;
    analyze search.way;
    analyze search.scope;
end
$refresh_statistics$;

grant select on search.item, search.way, search.scope to cx_service;
grant select, insert, update, delete, truncate on search.item, search.way, search.scope to cx_projector;

revoke execute on function search.block, search.word, search.scope_number, search.keys, search.refresh_statistics from public;
grant execute on function search.block, search.word, search.scope_number, search.keys to cx_service, cx_projector;
grant execute on function search.refresh_statistics to cx_projector;
