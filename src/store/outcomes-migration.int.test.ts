import { readdirSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { describeEngines } from '../../test/support/stores.ts';

const migration = '0018_outcomes_told.sql';

describeEngines('proposals from before outcomes were told', (engine) => {
  test('that ended are old news, and those that wait are not', async () => {
    const { database, close } = await engine.open();
    const run = async (text: string) => {
      for (const statement of text.split(/;\s*\n/)) {
        const code = statement.replace(/^\s*--.*$/gm, '').trim();
        if (code) await sql.raw(code).execute(database.queries);
      }
    };
    try {
      await run('drop schema public cascade;\ncreate schema public;\n');
      const earlier = readdirSync('migrations').filter((name) => name.endsWith('.sql') && name < migration);
      for (const name of earlier.sort()) await run(readFileSync(`migrations/${name}`, 'utf8'));
      for (const [id, state] of [
        ['ended', 'done'],
        ['lost', 'unknown'],
        ['waits', 'proposed'],
        ['unseen', 'rejected'],
      ])
        await sql`insert into proposals (id, version, revision, state, kind, connector, origin, requester, digest, body,
          life, proposed_at, expires_at, updated_at, percent, card_due_at)
          select ${id}, 1, 1, ${state}, 'x', 'outbox', 'member', 'csm1', 'd', '', '{}', at, at, at, 0, at
          from (select timestamptz '2026-11-21T12:00:00Z' as at) t`.execute(database.queries);
      await run(`insert into approval_cards (proposal_id, platform, channel, message, revision, halted,
        reminded, escalated) select id, 'slack', 'C1', 'm', 1, false, false, false from proposals where id <> 'unseen'`);
      await run(readFileSync(`migrations/${migration}`, 'utf8'));
      const { rows } = await sql`select p.id, c.told, p.card_due_at is not null as due
        from proposals p left join approval_cards c on c.proposal_id = p.id order by p.id`.execute(
        database.queries,
      );
      expect(rows).toEqual([
        { id: 'ended', told: 'done', due: true },
        { id: 'lost', told: 'unknown', due: true },
        { id: 'unseen', told: null, due: false },
        { id: 'waits', told: null, due: true },
      ]);
    } finally {
      await close();
    }
  });
});
