import { describe, expect, test } from 'vitest';
import { filesOf, resourceOf, shippedFiles, withFile } from '../../../test/support/policies.ts';
import { createManualClock } from '../../domain/clock.ts';
import type { PolicyFiles } from '../../domain/policy-files.ts';
import { HoldfastError } from '../../errors.ts';
import type { StoredPolicies } from '../../store/policy-versions.ts';
import { openPolicyKeeper } from './policy-keeper.ts';

const manager = { id: 'manager1', roles: ['manager'] as const };
const post = resourceOf({ kind: 'message.post' });
const tag = resourceOf({ kind: 'ticket.tag' });
const halt = resourceOf({ kind: 'kill.flip', measures: { on: 1 } });
const release = resourceOf({ kind: 'kill.flip', measures: { on: 0 } });
const admin = { id: 'admin1', roles: ['admin'] as const };
const tooMuch = resourceOf({ kind: 'concession.grant', measures: { percent: 31 }, accountPercent: 31 });

/** A folder and a table of versions in memory. */
function setUp(start: PolicyFiles | Error = shippedFiles(), kept: StoredPolicies[] = []) {
  const clock = createManualClock(new Date('2026-11-21T10:00:00Z'));
  const folder = { files: start, stamp: 1, reads: 0, looks: 0, keepFails: false };
  const problems: (string | null)[] = [];
  const open = () =>
    openPolicyKeeper({
      clock,
      reader: {
        read: async () => {
          folder.reads++;
          if (folder.files instanceof Error) throw folder.files;
          return folder.files;
        },
        stamp: async () => {
          folder.looks++;
          return String(folder.stamp);
        },
        peek: () => String(folder.stamp),
      },
      versions: {
        last: async () => kept.at(-1) ?? null,
        keep: async (version) => {
          if (folder.keepFails) throw new Error('the store is away');
          kept.push(version);
        },
      },
      onProblem: (problem) => void problems.push(problem),
    });
  const write = (files: PolicyFiles | Error): void => {
    folder.files = files;
    folder.stamp++;
  };
  const tick = (ms: number): void => clock.set(new Date(clock.now().getTime() + ms));
  return { folder, kept, problems, open, write, tick };
}

const broken: [string, PolicyFiles | Error][] = [
  ['with a syntax error', withFile('scores.cedar', (text) => text.replace('permit', 'permt'))],
  [
    'with an id twice',
    withFile('scores.cedar', (text) => text.replace('scores.override', 'scores.sentiment')),
  ],
  [
    'with an unknown attribute',
    withFile('scores.cedar', (text) => text.replaceAll('resource.kind', 'resource.kin')),
  ],
  ['with a wrong annotation', withFile('scores.cedar', (text) => text.replace('"auto"', '"at once"'))],
  ['that is empty', withFile('scores.cedar', () => '')],
  ['that cannot be read', new HoldfastError('HF_POLICY_INVALID', 'scores.cedar: cannot be read: EACCES')],
  ['that is missing', filesWithout('concessions.cedar')],
  ['whose schema is missing', { ...shippedFiles(), schema: null }],
];

function filesWithout(name: string): PolicyFiles {
  const shipped = shippedFiles();
  return { ...shipped, files: shipped.files.filter((file) => file.name !== name) };
}

describe('TB18: with a file', () => {
  test.each(broken)(
    '%s the last good policies deny and ask, and nothing runs by itself',
    async (_, files) => {
      const { open, write, tick, problems } = setUp();
      const keeper = await open();
      const good = await keeper.current();
      expect(good).toMatchObject({ automatic: true, problem: null });
      expect(good.rule(manager, post).effect).toBe('auto');
      write(files);
      tick(1_000);
      const held = await keeper.current();
      expect(held).toMatchObject({ automatic: false, version: good.version });
      expect(held.problem).toBe(problems[0]);
      expect(held.rule(manager, post).effect).toBe('approve');
      expect(held.rule(manager, tag).effect).toBe('approve');
      expect(held.rule(manager, tooMuch).effect).toBe('deny');
      expect(held.permits('approve', manager, post).allowed).toBe(true);
      // What stops things still does so at once; what lets them go on is asked about.
      expect(held.rule(manager, halt).effect).toBe('auto');
      expect(held.rule(admin, release).effect).toBe('approve');
      write(shippedFiles());
      tick(1_000);
      expect((await keeper.current()).rule(manager, post).effect).toBe('auto');
      expect(problems).toEqual([held.problem, null]);
    },
  );

  test.each(broken.filter(([name]) => name !== 'that is missing'))(
    '%s the last good policies are found after a restart, and without any everything is denied',
    async (_, files) => {
      const { open, write, kept } = setUp();
      await open();
      write(files);
      const held = await (await open()).current();
      expect(held).toMatchObject({ automatic: false, version: kept[0]?.id });
      expect(held.rule(manager, post).effect).toBe('approve');
      kept.length = 0;
      const nothing = await (await open()).current();
      expect(nothing.automatic).toBe(false);
      expect(nothing.rule(manager, post).effect).toBe('deny');
      expect(nothing.permits('see', manager, post).allowed).toBe(false);
      expect(nothing.approvingRoles(post)).toEqual([]);
      expect(nothing.permits('propose', manager, halt).allowed).toBe(true);
      expect(nothing.rule(manager, halt).effect).toBe('auto');
      for (const [who, what] of [
        [admin, release],
        [{ id: 'auditor1', roles: ['auditor', 'admin'] as const }, halt],
        [{ id: 'stranger', roles: [] }, halt],
      ] as const) {
        expect(nothing.permits('propose', who, what).allowed).toBe(false);
        expect(nothing.rule(who, what).effect).toBe('deny');
      }
    },
  );

  test('that is broken, what was kept under a digest that is not its own is not trusted', async () => {
    const lax = '@id("x") @effect("auto") permit (principal, action == Action::"execute", resource);';
    const forged: StoredPolicies = { id: '0123456789abcdef', files: filesOf({ 'a.cedar': lax }) };
    const keeper = await setUp(filesOf({ 'a.cedar': 'nonsense' }), [forged]).open();
    expect(keeper.inForce().rule(manager, post).effect).toBe('deny');
  });
});

describe('TB18: an empty or missing folder', () => {
  test('denies everything, while running and after a restart', async () => {
    const { open, write, tick } = setUp();
    const keeper = await open();
    write({ schema: null, files: [] });
    tick(1_000);
    expect((await keeper.current()).rule(manager, post).effect).toBe('deny');
    expect((await open()).inForce().rule(manager, post).effect).toBe('deny');
    write(shippedFiles());
    tick(1_000);
    expect((await keeper.current()).rule(manager, post).effect).toBe('auto');
  });
});

describe('the keeper', () => {
  test('looks at the files at most once a second, and reads them only when they changed', async () => {
    const { open, folder, tick } = setUp();
    const keeper = await open();
    folder.looks = 0;
    for (let times = 0; times < 50; times++) await keeper.current();
    tick(999);
    await keeper.current();
    expect(folder).toMatchObject({ looks: 0, reads: 1 });
    tick(1);
    await Promise.all([keeper.current(), keeper.current(), keeper.current()]);
    expect(folder).toMatchObject({ looks: 1, reads: 1 });
  });

  test('goes on looking when the clock is set back', async () => {
    const { open, write, tick } = setUp();
    const keeper = await open();
    tick(-3_600_000);
    write(withFile('messages.cedar', (text) => text.replaceAll('"auto"', '"approve"')));
    expect((await keeper.current()).rule(manager, post).effect).toBe('approve');
  });

  test('does not read a broken file again and again', async () => {
    const { open, write, folder, tick } = setUp();
    const keeper = await open();
    write(withFile('scores.cedar', () => ''));
    for (let seconds = 0; seconds < 5; seconds++) {
      tick(1_000);
      await keeper.current();
    }
    expect(folder.reads).toBe(2);
  });

  test('reloads at once when it is told to', async () => {
    const { open, write } = setUp();
    const keeper = await open();
    write(withFile('messages.cedar', (text) => text.replaceAll('"auto"', '"approve"')));
    expect((await keeper.reload()).rule(manager, post).effect).toBe('approve');
    expect(keeper.inForce().rule(manager, post).effect).toBe('approve');
  });

  test('begins a look when asked for what is in force', async () => {
    const { open, write, tick } = setUp();
    const keeper = await open();
    write(withFile('messages.cedar', (text) => text.replaceAll('"auto"', '"approve"')));
    tick(1_000);
    keeper.inForce();
    expect((await keeper.current()).rule(manager, post).effect).toBe('approve');
  });

  test('lets nothing run by itself between a change and its reading', async () => {
    const { open, write, tick, problems } = setUp();
    const keeper = await open();
    expect(keeper.inForce().rule(manager, post).effect).toBe('auto');
    write(withFile('messages.cedar', () => '// Nobody posts.'));
    tick(1_000);
    expect(keeper.inForce()).toMatchObject({ automatic: false });
    expect(keeper.inForce().rule(manager, post).effect).toBe('approve');
    expect((await keeper.current()).rule(manager, post).effect).toBe('deny');
    expect(problems).toEqual([]);
  });

  test('goes on as before when a file was only touched', async () => {
    const { open, write, tick } = setUp();
    const keeper = await open();
    write(shippedFiles());
    tick(1_000);
    keeper.inForce();
    await keeper.current();
    expect(keeper.inForce().rule(manager, post).effect).toBe('auto');
  });

  test('keeps each version that comes into force, and again when an old one returns', async () => {
    const { open, write, kept, tick } = setUp();
    const keeper = await open();
    const other = withFile('scores.cedar', (text) => `${text}\n// changed\n`);
    for (const files of [other, shippedFiles()]) {
      write(files);
      tick(1_000);
      await keeper.current();
    }
    expect(kept).toHaveLength(3);
    expect(kept[0]?.id).toBe(kept[2]?.id);
    expect(kept[1]?.id).not.toBe(kept[0]?.id);
  });

  test('puts nothing into force that cannot be kept, and tries again', async () => {
    const { open, write, folder, tick } = setUp();
    const keeper = await open();
    folder.keepFails = true;
    write(withFile('scores.cedar', (text) => `${text}\n// changed\n`));
    tick(1_000);
    const before = await keeper.current();
    expect(before).toMatchObject({ automatic: false, problem: 'the store is away' });
    folder.keepFails = false;
    tick(1_000);
    const after = await keeper.current();
    expect(after).toMatchObject({ automatic: true, problem: null });
    expect(after.version).not.toBe(before.version);
  });
});
