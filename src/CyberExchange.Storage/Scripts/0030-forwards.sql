-- A CERT opens an item to its own clients. The clients are an audience like any other: clients_of names the CERT, client
-- the one client, or null for the whole constituency.
alter table core.audience add column clients_of uuid, add column client uuid;
create index audience_of_clients on core.audience (clients_of) where clients_of is not null;

-- Whom each CERT serves, out of its facts.
create table core.constituent (
    cert_id uuid not null,
    client_id uuid not null,
    primary key (cert_id, client_id)
);
create index constituent_by_client on core.constituent (client_id);

-- Whether a forward can reach the partner at all. The view fills anew, and says it of everyone.
alter table core.partner add column in_community boolean not null default false;
alter table core.partner alter column in_community drop default;

-- Who left an audience by an event: then it is asked whose forwards that ends.
create index audience_member_left on core.audience_member (to_position) where to_position is not null;

-- What a CERT stated, for as long as any of it is open. The rows of core.released say what that is.
create table core.forward (
    item_id uuid not null,
    cert_id uuid not null,
    from_position bigint not null,
    from_at timestamptz not null,
    to_position bigint,
    to_at timestamptz,
    all_clients boolean not null,
    clients uuid[] not null,
    basis_code text not null,
    basis_reference text not null,
    primary key (item_id, cert_id, from_position)
);

grant select on core.constituent, core.forward to cx_service;
grant select, insert, update, delete, truncate on core.constituent, core.forward to cx_projector;
