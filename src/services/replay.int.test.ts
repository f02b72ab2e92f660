import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { Profile } from '../domain/profile.ts';
import { addDays, type UtcDay } from '../domain/utc-day.ts';
import type { Store } from '../store/store.ts';
import { keepConfiguration } from './configuration.ts';
import type { RequestContext } from './context.ts';
import { explainChange } from './explain-change.ts';
import { getAccountHealth } from './get-account-health.ts';
import { keepProfiles } from './keep-profiles.ts';

const then = '2026-11-21T12:00:00.000Z';
const thenDay: UtcDay = '2026-11-21';

let ctx: Awaited<ReturnType<typeof testContext>>;
let store: Store;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ store, close } = await embedded.open());
  ctx = await testContext(store, then);
});

afterAll(() => close());

function at(age: number): UtcDay {
  return addDays(thenDay, -age);
}

/** An account of 200 days: in retention now, in adoption during most of its history. */
async function begin(account: string): Promise<void> {
  const ages = [0, 1, 2, 5, 9, 15, 16, 30, 31, 60, 90, 91, 120, 150, 200].map((age) => Math.max(age, 0.1));
  await ingest(ctx, [
    sampleEvent('contract.updated', account, at(200), { name: `The ${account}`, seats: 4, segment: 'smb' }),
    ...ages.map((age, index) =>
      sampleEvent(
        'feature.used',
        account,
        `${at(Math.floor(age))}T08:00:00Z`,
        { feature: `f${index % 4}` },
        { user: `u${index % 3}` },
      ),
    ),
    sampleEvent('ticket.created', account, at(10), { ticketId: 't1' }),
    sampleEvent('billing.invoice', account, at(20), { invoiceId: 'i1', status: 'issued', dueOn: at(5) }),
    ...[3, 30, 70].map((age) => sampleEvent('sponsor.touch', account, at(age))),
  ]);
}

/** What arrives in the week after: late news about the past, and news about the week itself. */
async function goOn(account: string): Promise<void> {
  await ingest(ctx, [
    sampleEvent('contract.updated', account, at(150), { seats: 40, name: 'Renamed' }),
    sampleEvent('feature.used', account, at(4), { feature: 'late' }, { user: 'late' }),
    sampleEvent('ticket.resolved', account, at(8), { ticketId: 't1', csat: 1 }),
    sampleEvent('billing.invoice', account, at(2), { invoiceId: 'i1', status: 'paid' }),
    sampleEvent('user.session', account, at(250), {}),
    sampleEvent('user.session', account, at(-3), {}, { user: 'new' }),
    sampleEvent('incident.opened', account, at(1), { incidentId: 'x' }),
  ]);
}

async function bytesOf(
  input: Parameters<typeof getAccountHealth>[1],
  context: RequestContext = ctx,
): Promise<string> {
  return canonicalJson(await getAccountHealth(context, input));
}

describe('a past moment (B6)', () => {
  it('is the same bytes for ever when asked as it was known then', async () => {
    await begin('replayed');
    const answer = await getAccountHealth(ctx, { accountId: 'replayed' });
    const { knownAt } = answer;
    ctx.clock.set(new Date('2026-11-28T12:00:00Z'));
    await goOn('replayed');
    const again = await bytesOf({ accountId: 'replayed', asOf: new Date(then), knownAt });
    expect(again).toBe(canonicalJson(answer));
    expect(await bytesOf({ accountId: 'replayed', asOf: new Date(then), knownAt })).toBe(again);
  });

  it('asked with all that is known now, late events change it', async () => {
    const asOf = new Date(then);
    const late = await getAccountHealth(ctx, { accountId: 'replayed', asOf });
    expect(late.account.name).toBe('Renamed');
    expect(late.timeline.map(({ title }) => title)).toContain('Incident x opened');
    const early = await getAccountHealth(ctx, { accountId: 'replayed', asOf, knownAt: late.knownAt - 7 });
    expect(early.score).not.toBe(late.score);
    // What happened after the moment stays out, however much is known.
    expect(JSON.stringify(late)).not.toContain(at(-3));
  });

  it('of the present, from the tables and from the events, is the same bytes', async () => {
    const now = await getAccountHealth(ctx, { accountId: 'replayed' });
    const recomputed = { accountId: 'replayed', asOf: ctx.clock.now(), knownAt: now.knownAt };
    expect(await bytesOf(recomputed)).toBe(canonicalJson(now));
  });

  it('before anything was known is an unknown account', async () => {
    const input = { accountId: 'replayed', asOf: new Date(then), knownAt: 0 };
    await expect(getAccountHealth(ctx, input)).rejects.toMatchObject({ code: 'HF_ACCOUNT_UNKNOWN' });
  });

  it('an explained change stays the same, too', async () => {
    const input = { accountId: 'replayed', asOf: new Date(then), since: at(30) };
    const before = canonicalJson(await explainChange(ctx, input));
    await ingest(ctx, [sampleEvent('user.session', 'replayed', at(-5))]);
    const after = canonicalJson(await explainChange(ctx, input));
    const unnumbered = (text: string): string => text.replace(/knownAt=\d+/g, '');
    expect(unnumbered(after)).toBe(unnumbered(before));
  });
});

describe('an event that comes in while the question is answered', () => {
  it('does not slip into an answer that does not know of it', async () => {
    ctx.clock.set(new Date(then));
    await begin('raced');
    let raced = false;
    const meanwhile: typeof store.findAccountNow = async (id) => {
      const known = await store.findAccountNow(id);
      if (!raced) {
        raced = true;
        const events = [1, 2, 3, 4].map((age) =>
          sampleEvent('user.session', 'raced', at(age), {}, { user: `raced-${age}` }),
        );
        await ingest(ctx, [...events, sampleEvent('seat.changed', 'raced', at(1), { seats: 99 })]);
      }
      return known;
    };
    const racing: RequestContext = { ...ctx, store: { ...store, findAccountNow: meanwhile } };
    const answer = await getAccountHealth(racing, { accountId: 'raced' });
    const replay = await bytesOf({ accountId: 'raced', asOf: new Date(then), knownAt: answer.knownAt });
    expect(canonicalJson(answer)).toBe(replay);
    expect((await getAccountHealth(ctx, { accountId: 'raced' })).score).not.toBe(answer.score);
  });
});

describe('versions of profiles', () => {
  /** The same installation after somebody edited the profile of retention and expansion. */
  function edited(change: (profile: Profile) => Partial<Profile>): RequestContext {
    const profiles = ctx.content.profiles.map((profile) =>
      profile.id === 'default' ? { ...profile, ...change(profile) } : profile,
    );
    return { ...ctx, content: { ...ctx.content, profiles } };
  }

  const swapped = (version: number) => (profile: Profile) => {
    const components = structuredClone(profile.components);
    components.billing.weight += components.stickiness.weight;
    components.stickiness.weight = 0;
    return { version, components };
  };

  it('each one is kept once, with author and date, and the audit says so (B1)', async () => {
    await keepProfiles(ctx);
    await keepProfiles(ctx);
    const kept = await store.listProfileVersions();
    expect(kept.map(({ id, version }) => `${id}@${version}`)).toEqual([
      'adoption@1',
      'default@1',
      'onboarding@1',
    ]);
    expect(kept[1]).toMatchObject({ author: 'Holdfast', changedOn: '2026-11-21' });
    const audit = (await store.readAudit({ limit: 100 })).filter(
      ({ action }) => action === 'profile.changed',
    );
    expect(audit.map(({ detail }) => detail.profile).sort()).toEqual(['adoption', 'default', 'onboarding']);
  });

  it('a file that changed under its version is refused, and nothing is kept', async () => {
    await expect(
      keepProfiles(edited(() => swapped(1)(ctx.content.profiles[1] as Profile))),
    ).rejects.toMatchObject({
      code: 'HF_PROFILE_INVALID',
      message: "Profile 'default' changed but its version is still 1",
      next: expect.stringContaining('version: 2'),
    });
    expect(await store.listProfileVersions()).toHaveLength(3);
  });

  it('after a change, the version before it gives the same bytes as before', async () => {
    await begin('versions');
    const answer = await getAccountHealth(ctx, { accountId: 'versions' });
    expect(answer.profile).toEqual({ id: 'default', version: '1' });
    const changed = edited(swapped(2));
    await keepConfiguration(ctx);
    await keepProfiles(changed);
    await keepConfiguration(changed);
    const present = await getAccountHealth(changed, { accountId: 'versions' });
    expect(present.profile).toEqual({ id: 'default', version: '2' });
    expect(present.score).not.toBe(answer.score);
    const moment = { accountId: 'versions', asOf: new Date(then), knownAt: answer.knownAt };
    // The configuration names every profile of then, and so the whole answer.
    const under = { ...moment, profileVersion: answer.configuration };
    expect(await bytesOf(under, changed)).toBe(canonicalJson(answer));
    // A version names one profile: the score is that of then, told under the configuration of now.
    for (const profileVersion of ['1', 'default@1']) {
      const again = await getAccountHealth(changed, { ...moment, profileVersion });
      expect(again).toMatchObject({
        score: answer.score,
        components: answer.components,
        profile: answer.profile,
      });
      expect(again.url).toContain('profile=default@1');
    }
    for (const profileVersion of ['2', 'default@2', present.configuration]) {
      expect(await bytesOf({ ...moment, profileVersion }, changed)).toBe(canonicalJson(present));
    }
  });

  it('another profile may be tried on every day', async () => {
    const tried = await getAccountHealth(ctx, { accountId: 'versions', profileVersion: 'onboarding@1' });
    expect(tried.profile).toEqual({ id: 'onboarding', version: '1' });
    const usual = await getAccountHealth(ctx, { accountId: 'versions' });
    expect(tried.history.map(({ score }) => score)).not.toEqual(usual.history.map(({ score }) => score));
  });

  it.each(['3', 'default@9', 'nobody@1', '', '@', "1'; drop table events"])(
    '%j is unknown, and the known ones are named',
    async (profileVersion) => {
      await expect(getAccountHealth(ctx, { accountId: 'versions', profileVersion })).rejects.toMatchObject({
        code: 'HF_PROFILE_UNKNOWN',
        next: expect.stringContaining('default@1'),
      });
    },
  );
});
