import { describe, expect, it } from 'vitest';
import { shippedProfile } from '../../../test/suites/sample-facts.ts';
import type { CustomEventType, CustomSignal } from '../../domain/event-types.ts';
import { evidenceKinds, judgeSources, sourceTypes } from './sources.ts';

const asOf = new Date('2026-11-21T12:00:00Z');
const none = new Map<string, CustomEventType>();

function hoursAgo(hours: number, milliseconds = 0): Date {
  return new Date(asOf.getTime() - hours * 3_600_000 - milliseconds);
}

function registered(name: string, feeds: CustomSignal): Map<string, CustomEventType> {
  return new Map([[name, { name, feeds, required: {} }]]);
}

function judge(last: Record<string, Date>, customTypes = none) {
  return judgeSources(new Map(Object.entries(last)), customTypes, shippedProfile(), asOf);
}

describe('a stale source (A8)', () => {
  it.each([
    ['one millisecond less than 24 hours', hoursAgo(24, -1), false],
    ['exactly 24 hours', hoursAgo(24), true],
    ['26 hours and a bit', hoursAgo(26, 59_000), true],
    ['the future', hoursAgo(-3), false],
  ])('use last seen %s ago', (_, last, stale) => {
    expect(judge({ 'user.session': last }).stale.length > 0).toBe(stale);
  });

  it('is named with its last sign and its age in whole hours', () => {
    expect(judge({ 'feature.used': hoursAgo(26, 3_599_999) }).stale).toEqual([
      { signal: 'usage', lastAt: hoursAgo(26, 3_599_999).toISOString(), ageHours: 26 },
    ]);
  });

  it('is judged by the latest of its types', () => {
    expect(judge({ 'user.session': hoursAgo(500), 'feature.used': hoursAgo(1) }).stale).toEqual([]);
  });

  it('makes the components that stand on it stale', () => {
    expect([...judge({ 'user.session': hoursAgo(30) }).staleComponents].sort()).toEqual([
      'adoption',
      'errors',
      'stickiness',
    ]);
    expect([...judge({ 'billing.invoice': hoursAgo(960) }).staleComponents]).toEqual(['billing']);
    expect([...judge({ 'billing.invoice': hoursAgo(959) }).staleComponents]).toEqual([]);
  });

  it('a source that never sent anything is unknown, not stale', () => {
    expect(judge({})).toEqual({ usageKnown: false, staleComponents: new Set(), stale: [] });
  });

  it('a source without a limit in the profile never goes stale', () => {
    expect(judge({ 'sponsor.touch': hoursAgo(50_000) }).stale).toEqual([]);
  });
});

describe('whether use is known', () => {
  it.each(['user.session', 'feature.used', 'recipe.completed'])('%s makes it known', (type) => {
    expect(judge({ [type]: hoursAgo(1) }).usageKnown).toBe(true);
  });

  it('tickets and invoices do not', () => {
    expect(judge({ 'ticket.created': hoursAgo(1), 'billing.invoice': hoursAgo(1) }).usageKnown).toBe(false);
  });

  it.each([
    ['use', true],
    ['session', true],
    ['ticket', false],
    ['none', false],
  ] as const)('a registered type that feeds %s: %s', (feeds, known) => {
    expect(judge({ 'app.opened': hoursAgo(1) }, registered('app.opened', feeds)).usageKnown).toBe(known);
  });
});

describe('evidence', () => {
  const typesOf = (kinds: readonly { type: string }[]) => kinds.map(({ type }) => type);

  it('of each component are the types that it is counted from', () => {
    const kinds = evidenceKinds(none);
    expect(typesOf(kinds.adoption)).toEqual(['feature.used', 'user.session', 'recipe.completed']);
    expect(typesOf(kinds.sentiment)).toEqual(['survey.responded', 'ticket.resolved']);
    expect(typesOf(kinds.billing)).toEqual(['billing.invoice']);
  });

  it('includes registered types by what they feed', () => {
    const kinds = evidenceKinds(registered('call.logged', 'sponsor'));
    expect(typesOf(kinds.sponsor)).toContain('call.logged');
    expect(typesOf(kinds.stickiness)).toContain('call.logged');
    expect(typesOf(kinds.billing)).not.toContain('call.logged');
    expect(sourceTypes(registered('call.logged', 'sponsor'))).toContain('call.logged');
    expect(sourceTypes(registered('call.logged', 'none'))).not.toContain('call.logged');
  });

  it('of sentiment is a resolved ticket only with an answer', () => {
    expect(evidenceKinds(none).sentiment).toContainEqual({ type: 'ticket.resolved', having: 'csat' });
    expect(evidenceKinds(none).support).toContainEqual({ type: 'ticket.resolved' });
  });
});
