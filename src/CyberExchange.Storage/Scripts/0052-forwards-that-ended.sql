-- A forward ends with a membership that its CERT loses, and no event of the item tells: the search view asks by position.
create index forward_ended on core.forward (to_position) where to_position is not null;
