import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeEngines } from '../../../test/support/stores.ts';
import type { Action } from '../../domain/action.ts';
import type { Store } from '../../store/store.ts';
import { overrideScore } from './score-override.ts';
import { setSentiment } from './sentiment-set.ts';

const at = new Date('2026-11-20T10:00:00.123Z');

function action(kind: Action['kind'], params: Action['params'], account: string | null = 'acme'): Action {
  return { kind, account, params, connector: 'holdfast', before: {} };
}

const lowered = action('score.override', {
  scoreHundredths: 4500,
  reason: 'Sponsor left',
  until: '2026-12-31',
});
const poor = action('sentiment.set', {
  sentiment: 'poor',
  reason: 'Tense call',
  until: '2026-12-01T08:00:00Z',
});

describeEngines('the effects of overrides and sentiments', (engine) => {
  let store: Store;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ store, close } = await engine.open());
    await store.writeMembers([{ id: 'csm1', name: 'Priya Shah', role: 'csm', identities: [] }]);
  });
  afterAll(() => close());

  it('an override lasts from its execution to the last millisecond of its day, with the requester’s name', async () => {
    const effect = { action: lowered, proposalId: 'p1', requester: 'csm1', at };
    const receipt = await store.transaction((transaction) => overrideScore(transaction, effect));
    expect(receipt).toEqual({
      account: 'acme',
      scoreHundredths: 4500,
      by: 'csm1',
      startsAt: '2026-11-20T10:00:00.123Z',
      until: '2026-12-31T23:59:59.999Z',
    });
    const [kept] = await store.listScoreOverrides('acme', at);
    expect(kept).toMatchObject({ by: { id: 'csm1', name: 'Priya Shah' }, reason: 'Sponsor left' });
  });

  it('a sentiment may end at an instant', async () => {
    const effect = { action: poor, proposalId: 's1', requester: 'csm1', at };
    expect(await store.transaction((transaction) => setSentiment(transaction, effect))).toEqual({
      account: 'acme',
      sentiment: 'poor',
      by: 'csm1',
      at: '2026-11-20T10:00:00.123Z',
      until: '2026-12-01T08:00:00.000Z',
    });
  });

  it('carried out twice they happen once, and the second receipt is the first', async () => {
    const later = new Date('2026-11-21T00:00:00.000Z');
    for (const [run, what, proposalId] of [
      [overrideScore, lowered, 'p2'],
      [setSentiment, poor, 's2'],
    ] as const) {
      const first = await store.transaction((transaction) =>
        run(transaction, { action: what, proposalId, requester: 'csm1', at }),
      );
      const again = await store.transaction((transaction) =>
        run(transaction, { action: what, proposalId, requester: 'csm1', at: later }),
      );
      expect(again).toEqual(first);
    }
    expect(
      (await store.listScoreOverrides('acme', later)).filter((each) => each.proposalId === 'p2'),
    ).toHaveLength(1);
    expect(
      (await store.listSentiments('acme', later)).filter((each) => each.proposalId === 's2'),
    ).toHaveLength(1);
  });

  it('a member who is gone, and our own housekeeping, are named as far as they are known', async () => {
    for (const [requester, name] of [
      ['gone', 'gone'],
      ['system', 'Holdfast'],
    ] as const) {
      await store.transaction((transaction) =>
        overrideScore(transaction, { action: lowered, proposalId: `by-${requester}`, requester, at }),
      );
      const kept = (await store.listScoreOverrides('acme', at)).find(
        (each) => each.proposalId === `by-${requester}`,
      );
      expect(kept?.by).toEqual({ id: requester, name });
    }
  });

  it.each([
    [overrideScore, action('score.override', { ...lowered.params, until: '2026-02-30' })],
    [overrideScore, action('score.override', { ...lowered.params, scoreHundredths: '45' })],
    [overrideScore, action('score.override', lowered.params, null)],
    [setSentiment, action('sentiment.set', { ...poor.params, sentiment: 'great' })],
    [setSentiment, action('sentiment.set', { ...poor.params, reason: null })],
  ])('parameters that no schema lets through change nothing (%#)', async (run, what) => {
    const effect = { action: what, proposalId: 'bad', requester: 'csm1', at };
    await expect(store.transaction((transaction) => run(transaction, effect))).rejects.toMatchObject({
      code: 'HF_ACTION_INVALID',
    });
    expect((await store.listScoreOverrides('acme', at)).some((each) => each.proposalId === 'bad')).toBe(
      false,
    );
  });
});
