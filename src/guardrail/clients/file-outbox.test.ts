import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectorContract } from '../../../test/suites/connector-contract.ts';
import { grantFor } from '../../../test/support/grants.ts';
import { calendarInvitation } from '../../artifacts/calendar-invitation.ts';
import type { Action } from '../../domain/action.ts';
import { createManualClock } from '../../domain/clock.ts';
import { outboxFileOf } from '../outbox-record.ts';
import { readEffects } from '../read-effects.ts';
import { createFileOutbox } from './file-outbox.ts';

const reply: Action = {
  kind: 'ticket.reply',
  account: 'acme',
  params: { ticketId: '7', body: 'Hello\n"you" \u202E' },
  connector: 'outbox',
  before: {},
};
const clock = createManualClock(new Date('2026-11-25T10:00:00.000Z'));
const { signal } = new AbortController();
let home: string;
let folder: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'holdfast-outbox-'));
  folder = join(home, 'outbox');
  clock.set(new Date('2026-11-25T10:00:00.000Z'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const filesIn = async (): Promise<string[]> => readdir(folder).catch(() => []);

connectorContract('file outbox', {
  open: async () => ({
    connector: createFileOutbox(folder, clock),
    effects: async () => (await filesIn()).length,
    requests: () => 0,
    loseAnswers: null,
  }),
  actions: [
    reply,
    { ...reply, kind: 'ticket.note' },
    { ...reply, kind: 'job.retry', params: { job: 'sync' }, account: null },
  ],
});

describe('the file outbox', () => {
  test('keeps the calendar file of a letter beside it, also when the attempt before was cut short', async () => {
    const letter: Action = {
      kind: 'message.customer',
      account: 'acme',
      connector: 'outbox',
      before: {},
      params: {
        to: ['ada@acme.example'],
        subject: 'Invitation',
        body: 'Hello',
        invitation: {
          uid: 'acme.review@holdfast',
          title: 'Review',
          description: 'Figures',
          minutes: 60,
          weeks: 1,
          startsAt: '2026-12-10T09:00:00.000Z',
        },
      },
    };
    const outbox = createFileOutbox(folder, clock, { writeCalendar: calendarInvitation });
    expect(await outbox.perform(grantFor(letter), signal)).toMatchObject({ kind: 'done' });
    expect((await filesIn()).sort()).toEqual(['hf-p1-1.invite.ics', 'hf-p1-1.json']);
    const file = join(folder, 'hf-p1-1.invite.ics');
    const text = await readFile(file, 'utf8');
    expect(text).toContain('DTSTART:20261210T090000Z');
    // Nobody sent it, so nobody can be answered.
    expect(text).toContain('METHOD:PUBLISH');
    expect((await stat(file)).mode & 0o077).toBe(0);
    await rm(join(folder, 'hf-p1-1.json'));
    expect(await outbox.perform(grantFor(letter), signal)).toMatchObject({ kind: 'done' });
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await readEffects(folder, null)).toMatchObject({ effects: [{ key: 'hf-p1-1' }], skipped: [] });
  });

  test('keeps exactly what was granted, readable by its owner alone', async () => {
    await createFileOutbox(folder, clock).perform(grantFor(reply), signal);
    expect(JSON.parse(await readFile(join(folder, 'hf-p1-1.json'), 'utf8'))).toEqual({
      at: '2026-11-25T10:00:00.000Z',
      kind: 'ticket.reply',
      proposalId: 'p1',
      key: 'hf-p1-1',
      body: { account: 'acme', params: reply.params },
    });
    expect((await stat(join(folder, 'hf-p1-1.json'))).mode & 0o077).toBe(0);
  });

  test('says of the second time when the first was, and leaves nothing else behind', async () => {
    const outbox = createFileOutbox(folder, clock);
    await outbox.perform(grantFor(reply), signal);
    clock.set(new Date('2026-11-25T11:00:00.000Z'));
    expect(await outbox.perform(grantFor(reply), signal)).toEqual({
      kind: 'done',
      receipt: { file: 'hf-p1-1.json', at: '2026-11-25T10:00:00.000Z', again: true },
    });
    expect(await filesIn()).toEqual(['hf-p1-1.json']);
  });

  test('INV2: twenty at once under one key are one effect, and each says so', async () => {
    const outbox = createFileOutbox(folder, clock);
    const all = await Promise.all(Array.from({ length: 20 }, () => outbox.perform(grantFor(reply), signal)));
    expect(all.every(({ kind }) => kind === 'done')).toBe(true);
    expect(all.filter((one) => one.kind === 'done' && one.receipt.again === false)).toHaveLength(1);
    expect(await filesIn()).toEqual(['hf-p1-1.json']);
  });

  test('INV2: four processes under one key are one effect', async () => {
    const script = `
      import { createFileOutbox } from './src/guardrail/clients/file-outbox.ts';
      import { grantFor } from './test/support/grants.ts';
      const outbox = createFileOutbox(process.argv[1], { now: () => new Date('2026-11-25T10:00:00Z') });
      const outcome = await outbox.perform(grantFor(JSON.parse(process.argv[2])), new AbortController().signal);
      process.stdout.write(JSON.stringify(outcome));`;
    const run = promisify(execFile);
    const runs = Array.from({ length: 4 }, () =>
      run(process.execPath, ['--input-type=module', '-e', script, folder, JSON.stringify(reply)]),
    );
    const outcomes = (await Promise.all(runs)).map(({ stdout }) => JSON.parse(stdout));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done', 'done', 'done']);
    expect(outcomes.filter(({ receipt }) => receipt.again === false)).toHaveLength(1);
    expect(await filesIn()).toEqual(['hf-p1-1.json']);
  });

  test('goes on over what a killed process left behind', async () => {
    await mkdir(folder);
    await writeFile(join(folder, `.hf-p1-1.json.${process.pid}.0`), '{"at":');
    expect(await createFileOutbox(folder, clock).perform(grantFor(reply), signal)).toMatchObject({
      kind: 'done',
    });
    expect((await readEffects(folder, null)).effects).toHaveLength(1);
  });

  test('TC5: a folder that cannot be written is no effect, and worth another try', async () => {
    await writeFile(folder, 'a file where the folder belongs');
    expect(await createFileOutbox(folder, clock).perform(grantFor(reply), signal)).toMatchObject({
      kind: 'not_happened',
      permanent: false,
    });
  });

  test('does not claim a planted file of that name as its own effect', async () => {
    const outbox = createFileOutbox(folder, clock);
    await mkdir(folder);
    await writeFile(join(folder, 'hf-p1-1.json'), '{}');
    expect(await outbox.perform(grantFor(reply), signal)).toMatchObject({ kind: 'unknown' });
    await outbox.perform(grantFor(reply, { version: 2 }), signal);
    const other = grantFor({ ...reply, params: { ticketId: '7', body: 'other' } }, { version: 2 });
    expect(await outbox.perform(other, signal)).toMatchObject({ kind: 'unknown' });
  });

  test('TE18: no key becomes a path', () => {
    const keys = ['../x', 'a/b', '.hidden', '', 'a\u0000b', 'hf-p1-1', 'x'.repeat(300)];
    expect(keys.map(outboxFileOf)).toEqual([null, null, null, null, null, 'hf-p1-1.json', null]);
  });
});

describe('what the outbox received', () => {
  test('is listed oldest first, from an instant on', async () => {
    const outbox = createFileOutbox(folder, clock);
    await outbox.perform(grantFor(reply, { proposalId: 'b' }), signal);
    await outbox.perform(grantFor(reply, { proposalId: 'a' }), signal);
    clock.set(new Date('2026-11-26T10:00:00.000Z'));
    await outbox.perform(grantFor(reply, { proposalId: 'c' }), signal);
    const ids = async (since: Date | null) =>
      (await readEffects(folder, since)).effects.map(({ proposalId }) => proposalId);
    expect(await ids(null)).toEqual(['a', 'b', 'c']);
    expect(await ids(new Date('2026-11-26T10:00:00.000Z'))).toEqual(['c']);
  });

  test('is nothing where there is no outbox yet', async () => {
    expect(await readEffects(folder, null)).toEqual({ effects: [], skipped: [] });
  });

  test('leaves out, with a reason, what Holdfast did not write', async () => {
    await createFileOutbox(folder, clock).perform(grantFor(reply), signal);
    const good = await readFile(join(folder, 'hf-p1-1.json'), 'utf8');
    await writeFile(join(home, 'secret.json'), good.replace('hf-p1-1', 'hf-link-1'));
    await symlink(join(home, 'secret.json'), join(folder, 'hf-link-1.json'));
    await mkdir(join(folder, 'hf-folder-1.json'));
    await writeFile(join(folder, 'hf-half-1.json'), good.slice(0, 40));
    await writeFile(join(folder, 'hf-name-1.json'), good);
    await writeFile(join(folder, 'hf-extra-1.json'), good.replace('{', '{"x":1,'));
    await writeFile(join(folder, 'hf-deep-1.json'), '['.repeat(100_000));
    await writeFile(join(folder, 'hf-huge-1.json'), ' '.repeat(200_000));
    await promisify(execFile)('mkfifo', [join(folder, 'hf-pipe-1.json')]);
    const { effects, skipped } = await readEffects(folder, null);
    expect(effects.map(({ key }) => key)).toEqual(['hf-p1-1']);
    expect(skipped.map(({ file }) => file)).toEqual([
      'hf-deep-1.json',
      'hf-extra-1.json',
      'hf-folder-1.json',
      'hf-half-1.json',
      'hf-huge-1.json',
      'hf-link-1.json',
      'hf-name-1.json',
      'hf-pipe-1.json',
    ]);
  });
});
