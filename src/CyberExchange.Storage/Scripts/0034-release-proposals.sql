-- Terms under which one member of the originator would make the item TLP:CLEAR, until a second one approves them. They
-- open nothing: only the originator's members read them.
alter table core.item
    add column proposed_by uuid,
    add column proposed_terms bytea;
