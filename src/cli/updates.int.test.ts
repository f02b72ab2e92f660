import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { runCli } from '../../test/support/cli.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';

describeEngines('updates and letters in a terminal', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;
  let folder: string;
  beforeEach(async () => {
    const opened = await engine.open();
    close = opened.close;
    folder = mkdtempSync(join(tmpdir(), 'holdfast-updates-'));
    ctx = await testContext(opened.store, '2026-11-27T10:00:00.000Z');
    await opened.store.writeMembers(demoMembers);
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-01-01', { name: 'Acme', domains: ['acme.example'] }),
      ...['2026-11-12', '2026-11-20'].map((on) =>
        sampleEvent(
          'feature.used',
          'acme',
          on,
          { feature: 'reports' },
          { user: 'ana@acme.example', role: 'admin' },
        ),
      ),
    ]);
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    await close();
  });
  const json = async (...words: string[]) => {
    const ran = await runCli(folder, ctx, [...words, '--json']);
    return { exit: ran.exit, value: JSON.parse(ran.out) };
  };

  it('an update is one JSON value with its id, and is drawn again by it', async () => {
    const { exit, value } = await json('update', 'acme');
    expect([exit, value.week.weeks[0].uses, value.subject]).toEqual([0, 1, expect.stringContaining('Acme')]);
    await ingest(ctx, [sampleEvent('feature.used', 'acme', '2026-11-21', { feature: 'x' }, { user: 'b' })]);
    const again = (await json('update', 'rebuild', value.id)).value;
    expect(again).toEqual(JSON.parse(JSON.stringify(value, (key, one) => (key === 'url' ? undefined : one))));
  });

  it('an update of then has the weeks of then', async () => {
    const { value } = await json('update', 'acme', '--as-of', '2026-11-15T00:00:00Z');
    expect(value.week).toMatchObject({ asks: null, tips: [] });
    expect(value.week.weeks[0]).toEqual({ from: '2026-11-08', to: '2026-11-14', users: 1, uses: 1 });
  });

  it('its e-mail is printed as HTML and as text; what is neither is wrong usage', async () => {
    const { value } = await json('update', 'acme', '--mail', 'html');
    expect(value.html).toContain('<!DOCTYPE html');
    expect(value.text).toContain('[1] http://h/');
    const { out } = await runCli(folder, ctx, ['update', 'acme', '--mail', 'text']);
    expect(out).toMatch(/^│ Acme, .*\n│ -{9,}/);
    expect((await runCli(folder, ctx, ['update', 'acme', '--mail', 'pdf'])).exit).toBe(2);
    expect((await runCli(folder, ctx, ['update', 'two', 'words'])).exit).toBe(2);
  });

  it('letters are drafted, listed and stopped', async () => {
    expect((await json('letters', 'preview', 'acme')).value.letter.to).toEqual(['ana@acme.example']);
    expect((await json('letters', 'opt-out', 'Ana@acme.example')).value).toEqual({
      address: 'ana@acme.example',
      optedOut: true,
      changed: true,
    });
    expect((await json('letters', 'preview', 'acme')).value).toEqual({
      account: 'acme',
      letter: null,
      reason: 'everybody whom it would go to wants no letters',
    });
    expect((await json('letters', 'opt-in', 'ana@acme.example')).value.changed).toBe(true);
    expect((await json('letters')).value).toEqual([]);
    for (const wrong of [
      ['letters', 'burn'],
      ['letters', 'preview'],
      ['letters', 'opt-out', 'nobody'],
    ])
      expect((await runCli(folder, ctx, wrong)).exit).toBe(2);
  });
});
