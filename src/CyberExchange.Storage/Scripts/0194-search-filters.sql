-- What lists and searches of advisories narrow by beside what they had: weaknesses, the version of the score, dates of release, the
-- profile and the status. A program of before leaves the columns as they stand; the core fills anew for the program that knows them.
alter table core.item
    add column cwes text[] collate "C" not null default '{}',
    add column cvss_version smallint,
    add column initial_release_at timestamptz,
    add column current_release_at timestamptz,
    add column category text collate "C",
    add column tracking_status text collate "C";
