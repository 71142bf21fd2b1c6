-- What lists and searches of advisories narrow by beside what they had: package URLs, CPE names, and the highest score of each version of
-- CVSS. purl_keys and cpe_keys are what is looked for, the package with its versions and the vendor with its product; cpes are the whole
-- names, compared with what was asked where a key is the same. A program of before leaves the columns as they stand and fills
-- cvss_version, which later ones do not read; the core fills anew for the program that knows them.
alter table core.item
    add column purl_keys text[] collate "C" not null default '{}',
    add column cpe_keys text[] collate "C" not null default '{}',
    add column cpes text[] collate "C" not null default '{}',
    add column cvss2_max double precision,
    add column cvss3_max double precision,
    add column cvss4_max double precision;
