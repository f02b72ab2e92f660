import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeEngines } from '../../test/support/stores.ts';
import type { ScoreOverride, Sentiment } from '../domain/judgement.ts';
import { endOfDay } from '../domain/utc-day.ts';
import type { Store } from './store.ts';

const by = { id: 'csm1', name: 'Priya Shah' };

function override(proposalId: string, change: Partial<ScoreOverride> = {}): ScoreOverride {
  return {
    proposalId,
    account: 'acme',
    hundredths: 4500,
    reason: 'Sponsor left',
    by,
    at: new Date('2026-11-20T10:00:00.000Z'),
    until: endOfDay('2026-12-31'),
    ...change,
  };
}

function sentiment(proposalId: string, change: Partial<Sentiment> = {}): Sentiment {
  return {
    proposalId,
    account: 'acme',
    value: 'good',
    reason: 'They love it',
    by,
    at: new Date('2026-11-20T10:00:00.000Z'),
    until: endOfDay('2026-12-31'),
    ...change,
  };
}

describeEngines('overrides and sentiments in the store', (engine) => {
  let store: Store;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ store, close } = await engine.open());
  });
  afterAll(() => close());

  describe('an override', () => {
    it('is kept once per proposal: the second writing gives back the first', async () => {
      const first = override('p1');
      expect(await store.addScoreOverride(first)).toEqual(first);
      expect(await store.addScoreOverride(override('p1', { hundredths: 9900 }))).toEqual(first);
      expect(await store.listScoreOverrides('acme', first.at)).toEqual([first]);
    });

    it('is known from the millisecond in which it was decided', async () => {
      const before = new Date('2026-11-20T09:59:59.999Z');
      expect(await store.listScoreOverrides('acme', before)).toEqual([]);
      expect((await store.latestJudgements('acme', before)).overrides).toEqual([]);
      expect((await store.latestJudgements('acme', override('p1').at)).overrides).toEqual([override('p1')]);
    });

    it('stays in the history when a newer one replaces it; of one millisecond the later proposal counts', async () => {
      const newer = override('p2', { at: new Date('2026-11-21T10:00:00.000Z'), hundredths: 5000 });
      const twin = override('p3', { at: newer.at, hundredths: 5100 });
      await store.addScoreOverride(twin);
      await store.addScoreOverride(newer);
      expect(await store.listScoreOverrides('acme', newer.at)).toEqual([twin, newer, override('p1')]);
      expect((await store.latestJudgements('acme', newer.at)).overrides).toEqual([twin]);
      const elsewhere = override('p0', { account: 'zeta' });
      await store.addScoreOverride(elsewhere);
      expect(await store.latestScoreOverrides(newer.at)).toEqual([twin, elsewhere]);
      expect(await store.latestScoreOverrides(elsewhere.at)).toEqual([override('p1'), elsewhere]);
    });

    it('outside 0 to 100 is refused by the database itself', async () => {
      await expect(store.addScoreOverride(override('p4', { hundredths: 10_001 }))).rejects.toThrow();
    });
  });

  it('a sentiment is kept once per proposal, in order, and with other accounts apart', async () => {
    const first = sentiment('s1');
    const second = sentiment('s2', { value: 'poor', at: new Date('2026-11-22T00:00:00.000Z') });
    const other = sentiment('s3', { account: 'other', at: second.at });
    for (const each of [first, second, other]) expect(await store.addSentiment(each)).toEqual(each);
    expect(await store.addSentiment(sentiment('s1', { value: 'neutral' }))).toEqual(first);
    expect(await store.listSentiments('acme', second.at)).toEqual([second, first]);
    expect((await store.latestJudgements('acme', second.at)).sentiments).toEqual([second]);
    expect((await store.latestJudgements('acme', first.at)).sentiments).toEqual([first]);
    expect(await store.latestJudgements('nobody', second.at)).toEqual({ overrides: [], sentiments: [] });
  });
});
