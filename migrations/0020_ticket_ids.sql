-- Whether a ticket is another customer's is asked by what its id comes to, whatever its case, width and leading zeros:
-- the expression is the one of src/store/ticket-key.ts.
create index events_by_ticket_key on events
  (regexp_replace(lower(normalize(payload->>'ticketId', NFKC)), '^0+(?=[0-9]+$)', ''))
  where type in ('ticket.created', 'ticket.updated', 'ticket.resolved');
