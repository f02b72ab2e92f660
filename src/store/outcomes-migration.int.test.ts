import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { describe, expect, inject, test } from 'vitest';
import { createThrowawayDatabase } from '../../test/support/throwaway-database.ts';

const migration = '0018_outcomes_told.sql';

describe.skipIf(!inject('serverUrl'))(
  'proposals from before outcomes were told, on a PostgreSQL server',
  () => {
    test('that ended are old news, and those that wait are not', async () => {
      const { url, drop } = await createThrowawayDatabase(inject('serverUrl') ?? '');
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        const earlier = readdirSync('migrations').filter((name) => name.endsWith('.sql') && name < migration);
        for (const name of earlier.sort()) await client.query(readFileSync(`migrations/${name}`, 'utf8'));
        for (const [id, state] of [
          ['ended', 'done'],
          ['lost', 'unknown'],
          ['waits', 'proposed'],
          ['unseen', 'rejected'],
        ])
          await client.query(
            `insert into proposals (id, version, revision, state, kind, connector, origin, requester, digest, body, life,
             proposed_at, expires_at, updated_at, percent, card_due_at)
           values ($1, 1, 1, $2, 'x', 'outbox', 'member', 'csm1', 'd', '', '{}', $3, $3, $3, 0, $3)`,
            [id, state, '2026-11-21T12:00:00Z'],
          );
        await client.query(`insert into approval_cards (proposal_id, platform, channel, message, revision, halted,
        reminded, escalated) select id, 'slack', 'C1', 'm', 1, false, false, false from proposals where id <> 'unseen'`);
        await client.query(readFileSync(`migrations/${migration}`, 'utf8'));
        const { rows } = await client.query(`select p.id, c.told, p.card_due_at is not null as due
        from proposals p left join approval_cards c on c.proposal_id = p.id order by p.id`);
        expect(rows).toEqual([
          { id: 'ended', told: 'done', due: true },
          { id: 'lost', told: 'unknown', due: true },
          { id: 'unseen', told: null, due: false },
          { id: 'waits', told: null, due: true },
        ]);
      } finally {
        await client.end();
        await drop();
      }
    });
  },
);
