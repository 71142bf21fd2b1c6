-- The sharing core: the partner directory, the items, and the one relation that says who sees what. All of it is
-- projected from the log by one projection, in one transaction and under one checkpoint, and can be rebuilt from there.
--
-- from_position and to_position are positions of the log. from_at and to_at are the running maximum of the times at which
-- the events up to there were recorded, so "at instant T" means from_at <= T and (to_at is null or to_at > T).
-- The zero uuid stands for the public where a partner stands, and for every member where a member stands.

create table core.checkpoint (
    view text not null primary key,
    version integer not null,
    position bigint not null,
    instant timestamptz not null,
    stopped_because text
);

create table core.partner (
    partner_id uuid not null primary key,
    handle text not null,
    jurisdiction text not null,
    is_operator boolean not null,
    suspended boolean not null,
    facts bytea not null,
    changed_position bigint not null
);
create index partner_by_handle on core.partner (handle);

-- When a partner could see nothing at all: what opened and closed meanwhile it never saw.
create table core.suspension (
    partner_id uuid not null,
    from_position bigint not null,
    to_position bigint,
    primary key (partner_id, from_position)
);

create table core.member (
    member_id uuid not null primary key,
    partner_id uuid not null,
    kind text not null,
    handle text not null,
    sealed_name bytea,
    removed boolean not null
);
create index member_by_partner on core.member (partner_id);

create table core.member_key (
    spki_sha256 text collate "C" not null primary key,
    partner_id uuid not null,
    member_id uuid not null,
    bound boolean not null
);
create index member_key_by_member on core.member_key (member_id);

create table core.item (
    item_id uuid not null primary key,
    kind text collate "C" not null,
    originator_id uuid not null,
    home text collate "C" not null,
    revision integer not null,
    stream_version integer not null,
    first_at timestamptz not null,
    stated_at timestamptz not null,
    label smallint not null,
    pap smallint not null,
    terms bytea not null,
    embargo_lifts_at timestamptz,
    embargo_lifted boolean not null,
    withheld integer not null,
    withdrawn_because text,
    content bytea not null,
    severity text collate "C",
    cvss_max double precision,
    sectors text[] collate "C" not null,
    cves text[] collate "C" not null,
    vendors text[] collate "C" not null,
    products text[] collate "C" not null
);
create index item_under_embargo on core.item (embargo_lifts_at) where embargo_lifts_at is not null and not embargo_lifted;

-- Each distinct clause of an audience, once. Only clauses of kinds are matched again when a partner changes.
create table core.audience (
    audience_id uuid not null primary key,
    clause text not null,
    kinds bytea
);

create table core.audience_member (
    audience_id uuid not null,
    partner_id uuid not null,
    member_id uuid not null,
    from_position bigint not null,
    from_at timestamptz not null,
    to_position bigint,
    to_at timestamptz,
    primary key (audience_id, partner_id, member_id, from_position)
);
create index audience_member_by_partner on core.audience_member (partner_id, member_id, audience_id);

-- destination is a jurisdiction, or * for any. changed_position is the last change that its recipients may know of. born
-- tells that the release opened with the item: such rows of one item change together, so a page need not ask which of
-- several ways opened first.
create table core.released (
    item_id uuid not null,
    audience_id uuid not null,
    destination text collate "C" not null,
    from_position bigint not null,
    from_at timestamptz not null,
    to_position bigint,
    to_at timestamptz,
    changed_position bigint not null,
    reason smallint not null,
    newcomers boolean not null,
    born boolean not null,
    policy_version integer not null,
    primary key (item_id, audience_id, destination, from_position)
);
create index released_open on core.released (audience_id, destination, changed_position, item_id) where to_position is null;
create index released_closed on core.released (audience_id, destination, to_position, item_id) where to_position is not null;

-- The audiences that a viewer belongs or belonged to, in the destinations that hold for it. A suspended partner, a
-- removed member and an unknown one belong to none.
create function core.audiences_of(viewer_partner uuid, viewer_member uuid)
returns table (audience_id uuid, destination text, from_position bigint, to_position bigint, to_at timestamptz, everyone boolean)
language sql stable
as $audiences_of$
    select a.audience_id, d.destination, a.from_position, a.to_position, a.to_at,
           a.partner_id = '00000000-0000-0000-0000-000000000000'::uuid
    from core.audience_member a
    cross join lateral (
        select '*' as destination
        union all
        select p.jurisdiction from core.partner p where p.partner_id = viewer_partner
    ) d
    where a.partner_id in (viewer_partner, '00000000-0000-0000-0000-000000000000'::uuid)
      and a.member_id in (viewer_member, '00000000-0000-0000-0000-000000000000'::uuid)
      and (viewer_partner = '00000000-0000-0000-0000-000000000000'::uuid
           or exists (
               select 1
               from core.partner p
               join core.member m on m.partner_id = p.partner_id
               where p.partner_id = viewer_partner and m.member_id = viewer_member and not p.suspended and not m.removed))
$audiences_of$;

-- Every way in which a viewer sees an item now. Gain is not retroactive, but for what is open to newcomers.
-- opened is when the way opened to this viewer; feed_position is where the item stands in the viewer's feed.
create function core.open_paths(viewer_partner uuid, viewer_member uuid)
returns table (item_id uuid, audience_id uuid, destination text, reason smallint, opened bigint, feed_position bigint, changed_position bigint)
language sql stable
as $open_paths$
    select r.item_id, r.audience_id, r.destination, r.reason,
           greatest(r.from_position, a.from_position), greatest(r.changed_position, a.from_position), r.changed_position
    from core.audiences_of(viewer_partner, viewer_member) a
    join core.released r on r.audience_id = a.audience_id and r.destination = a.destination
    where a.to_position is null
      and r.to_position is null
      and (r.newcomers or a.from_position <= r.from_position)
$open_paths$;

-- Every way in which a viewer saw an item and no longer does: the release ended, or the viewer left the audience. A way
-- that was open only while the viewer was suspended showed it nothing, unless it was open to the public.
create function core.lost_paths(viewer_partner uuid, viewer_member uuid)
returns table (item_id uuid, lost_position bigint, lost_at timestamptz)
language sql stable
as $lost_paths$
    select l.item_id, l.lost_position, l.lost_at
    from (
        select r.item_id, greatest(r.from_position, a.from_position) as opened,
               least(r.to_position, a.to_position) as lost_position, least(r.to_at, a.to_at) as lost_at, a.everyone
        from core.audiences_of(viewer_partner, viewer_member) a
        join core.released r on r.audience_id = a.audience_id and r.destination = a.destination
        where r.to_position is not null
          and (r.newcomers or a.from_position <= r.from_position)
        union all
        select r.item_id, greatest(r.from_position, a.from_position), a.to_position, a.to_at, a.everyone
        from core.audiences_of(viewer_partner, viewer_member) a
        join core.released r on r.audience_id = a.audience_id and r.destination = a.destination
        where r.to_position is null
          and a.to_position is not null
          and (r.newcomers or a.from_position <= r.from_position)
    ) l
    where l.opened < l.lost_position
      and (l.everyone or not exists (
          select 1
          from core.suspension s
          where s.partner_id = viewer_partner
            and s.from_position <= l.opened
            and (s.to_position is null or s.to_position >= l.lost_position)))
$lost_paths$;

grant select on core.checkpoint, core.partner, core.suspension, core.member, core.member_key, core.item, core.audience, core.audience_member, core.released
    to cx_service;
grant select, insert, update, delete, truncate
    on core.checkpoint, core.partner, core.suspension, core.member, core.member_key, core.item, core.audience, core.audience_member, core.released
    to cx_projector;

-- A new function may be called by everyone until that is taken back.
revoke execute on function core.audiences_of, core.open_paths, core.lost_paths from public;
grant execute on function core.audiences_of, core.open_paths, core.lost_paths to cx_service, cx_projector;
