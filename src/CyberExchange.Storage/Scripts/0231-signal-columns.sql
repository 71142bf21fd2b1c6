-- What figures and warnings ask of a signal, apart from its texts; null of what is none.
alter table core.item
    add column signal_gist bytea,
    add column signal_to date,
    add column signal_verdict text collate "C";
