import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { createLedgerConnector, testDoor } from '../../test/support/door.ts';
import { testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { makeSigningKey } from '../domain/ids.ts';
import { publishCheckpoint } from '../guardrail/audit/publish-checkpoint.ts';
import { sealAudit } from '../guardrail/audit/seal-audit.ts';
import { execute } from '../guardrail/execute.ts';
import { noticeRollback } from './notice-rollback.ts';
import { proposeAction } from './propose-action.ts';

describeEngines('a restored older database', (engine) => {
  test('TC22 is noticed by its checkpoints, and repeats no effect until a person has looked', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-rollback-'));
    const checkpointFile = join(folder, 'checkpoints.jsonl');
    const auditKey = makeSigningKey();
    const newer = await engine.open();
    const older = await engine.open();
    try {
      const outbox = createLedgerConnector();
      const after = await testContext(
        newer.store,
        '2026-11-21T12:00:00Z',
        undefined,
        await testDoor([outbox]),
      );
      for (let entry = 0; entry < 3; entry++) {
        await after.store.appendAudit({
          at: after.clock.now(),
          actor: 'system',
          action: 'test.made',
          account: null,
          detail: { entry },
        });
      }
      await sealAudit(after.store);
      const ports = {
        store: after.store,
        clock: after.clock,
        checkpointFile,
        keys: async () => ({ auditKey }),
      };
      await publishCheckpoint(ports, { force: true });
      expect(await noticeRollback(after, checkpointFile)).toBeNull();

      const before = await testContext(
        older.store,
        '2026-11-21T13:00:00Z',
        undefined,
        await testDoor([outbox]),
      );
      await before.store.writeMembers(demoMembers);
      await proposeAction(
        { ...before, member: null },
        {
          kind: 'message.post',
          account: null,
          params: { channel: 'C1', view: { summary: 'x', blocks: [] } },
        },
      );
      // As a machine leaves it that lost its power amid a line.
      await appendFile(checkpointFile, '{"body":"{');
      expect(await noticeRollback(before, checkpointFile)).toEqual({ published: 3, found: 0 });
      const worker = { name: 'w', clock: before.clock, random: () => 0.5 };
      expect(await execute(before.door, before.store, worker, 10)).toBe(0);
      expect(outbox.ledger).toEqual([]);
      const admin = { ...before, member: demoMembers.find(({ id }) => id === 'admin1') ?? null };
      await proposeAction(admin, { kind: 'kill.flip', account: null, params: { scope: 'all', on: false } });
      expect(await noticeRollback(before, checkpointFile)).toBeNull();
      expect(await execute(before.door, before.store, worker, 10)).toBe(1);
    } finally {
      await Promise.all([newer.close(), older.close(), rm(folder, { recursive: true })]);
    }
  });
});
