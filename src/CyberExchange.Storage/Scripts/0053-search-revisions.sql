-- Of which statement of its content an item's words are. The core may hold a later one, open to others than the earlier one was:
-- until the words follow, the item is found by nobody. The view fills anew.
alter table search.item add column revision integer not null default 0;
alter table search.item alter column revision drop default;
