-- Whether a run was asked for during another is a count, since two nodes have two clocks; and when the last run ended, so that whoever
-- asks again and again is served in its time.
alter table cx.csaf_source
    add column asks bigint not null default 0,
    add column asks_at_start bigint not null default 0,
    add column ended_at timestamptz;

grant update (asks, asks_at_start, ended_at) on cx.csaf_source to cx_service;
