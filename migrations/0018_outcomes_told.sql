-- The state that whoever asked was told of, in a message to them alone; null = of none yet.
alter table approval_cards add column told text;
-- What came to its end before anybody was told stays as it is: nobody wants old news.
update approval_cards c set told = p.state from proposals p where p.id = c.proposal_id
  and p.state in ('unknown', 'done', 'failed', 'rejected', 'expired', 'cancelled');
update proposals p set card_due_at = null where card_due_at is not null
  and state in ('done', 'failed', 'rejected', 'expired', 'cancelled')
  and not exists (select 1 from approval_cards c where c.proposal_id = p.id);
