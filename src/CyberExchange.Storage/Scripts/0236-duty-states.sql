-- Duties of which the authority asks for another report, and what a reminder says of its duty: how it stood and whether it applied.
-- A reminder of a revision is about no due time; of those before, the words are not known.
alter table core.duty add column revision_required boolean not null default false;

alter table core.duty_reminder
    alter column due_text drop not null,
    alter column percent drop not null,
    add column state text collate "C",
    add column verdict text collate "C";

alter table core.reminder
    alter column due_text drop not null,
    alter column percent drop not null,
    add column state text collate "C",
    add column verdict text collate "C";
