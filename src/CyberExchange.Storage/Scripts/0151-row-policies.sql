-- What the service may read of the views' rows, whatever it asks for. A table that has no policy for it shows it none.
--
-- Nothing here holds yet where a program may run that names no caller: see cx.raise_wall.

do $policies$
declare
    part record;
begin
    -- The owner's functions look at all rows, and say who may call them; the projector writes them.
    for part in select t.schema_name, t.table_name from cx.view_table t loop
        execute format('create policy owner on %I.%I to cx_owner using (true) with check (true)', part.schema_name, part.table_name);
        execute format('create policy projector on %I.%I to cx_projector using (true) with check (true)', part.schema_name, part.table_name);
    end loop;
end
$policies$;

-- Conditions are on plain columns against what is asked once in a statement, but for an item: whether the caller sees it is asked for
-- each, where all other conditions let it through.

create policy service on core.item for select to cx_service using (
    ((select core.caller_errand()) = 'explain' and item_id = (select core.caller_item()))
    or ((select core.caller_errand()) = 'embargo' and embargo_lifts_at is not null and not embargo_lifted)
    or (select core.is_open(item_id, h.audiences, h.joined, h.jurisdiction) from core.caller_holds() h));

create policy service on core.item_revision for select to cx_service using (
    (select core.caller_errand()) = 'explain' and item_id = (select core.caller_item()));

create policy service on core.past_terms for select to cx_service using (
    (select core.caller_errand()) = 'explain' and item_id = (select core.caller_item()));

create policy service on core.released for select to cx_service using (
    ((select core.caller_errand()) = 'explain' and item_id = (select core.caller_item()))
    or audience_id in (select a.audience_id from core.caller_audiences() a));

create policy service on core.audience for select to cx_service using (
    (select core.caller_errand()) = 'explain'
    or audience_id in (select a.audience_id from core.caller_audiences() a));

-- As a choice, of which the planner takes half to be true: of comparisons it took a tenth, and looked at each of the rows again.
create policy service on core.audience_member for select to cx_service using (
    case when (select core.caller_errand()) = 'explain' then true
         when partner_id = '00000000-0000-0000-0000-000000000000'::uuid then (select core.caller_partner()) is not null
         else partner_id = (select core.caller_partner()) end);

create policy service on core.partner for select to cx_service using (
    partner_id = (select core.caller_partner())
    or (select core.caller_errand()) in ('directory', 'explain'));

create policy service on core.suspension for select to cx_service using (
    partner_id = (select core.caller_partner())
    or (select core.caller_errand()) = 'explain');

create policy service on core.member for select to cx_service using (
    partner_id = (select core.caller_partner())
    or (select core.caller_errand()) = 'directory');

create policy service on core.member_key for select to cx_service using ((select core.caller_errand()) = 'directory');

create policy service on core.group for select to cx_service using ((select core.caller_errand()) = 'directory');

create policy service on core.group_member for select to cx_service using ((select core.caller_errand()) = 'directory');

create policy service on core.policy for select to cx_service using ((select core.caller_errand()) = 'policy');

create policy service on core.subscription for select to cx_service using (owner_id = (select core.caller_partner()));

create policy service on search.item for select to cx_service using (
    (select core.is_open(item_id, h.audiences, h.joined, h.jurisdiction) from core.caller_holds() h));

create policy service on search.scope for select to cx_service using (
    audience_id in (select a.audience_id from core.caller_audiences() a));
