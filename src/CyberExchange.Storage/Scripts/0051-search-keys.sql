-- Keys of one scope lie side by side: 28 bits of the scope above 36 bits of the word. Crossed over all 64 bits they were spread
-- over the whole index, and each word of a way was a page of its own to be read and written.
--
-- 36 bits of a word may be those of another: what the index finds is compared by the whole number of the word. 28 bits of a
-- scope may be those of another too: what is found is asked for its audience and destination.
create or replace function search.scope_number(audience_id uuid, destination text, newcomers boolean, block bigint)
returns bigint
language sql immutable strict parallel safe
return search.word(format('scope %s %s %s %s', audience_id, destination, newcomers, block)) & 268435455;

create or replace function search.keys(words bigint[], scope_number bigint)
returns bigint[]
language sql immutable strict parallel safe
return array(select (scope_number << 36) | (w & 68719476735) from unnest(words) w);
