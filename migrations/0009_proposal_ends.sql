-- Which proposals have come to their end. Written by the statement that ends them and never changed: a record that is
-- set back to before its end, with its old grant, is still over.
create table proposal_ends (
  proposal_id text collate "C" primary key
);
insert into proposal_ends (proposal_id)
  select id from proposals where state in ('rejected', 'expired', 'cancelled', 'done', 'failed');

create function refuse_return() returns trigger language plpgsql as $$ begin raise exception 'an end is final'; end $$;
create trigger proposal_ends_keeps_entries before update or delete on proposal_ends for each row execute function refuse_return();
create trigger proposal_ends_keeps_all before truncate on proposal_ends for each statement execute function refuse_return();
