import { describe, expect, test } from 'vitest';
import { judgeTenant } from './tenant-state.ts';

const calm = {
  integrations: [],
  limits: [],
  incidents: [],
  clocks: { running: 1, warning: 0, breached: 0 },
  errors: { now: 3, before: 1, codes: [] },
};
const at = { since: '2026-11-20T10:00:00.000Z', at: '2026-11-20T10:00:00.000Z', url: '/evidence/events/1' };

describe('how the product works for one customer', () => {
  test('is ok while nothing is known to be wrong', () => {
    expect(judgeTenant(calm, '/page')).toEqual({ state: 'ok', troubles: [] });
  });

  test('is down when an integration failed, and says which record says so', () => {
    const integrations = [{ name: 'warehouse', state: 'failed', ...at }];
    expect(judgeTenant({ ...calm, integrations }, '/page')).toEqual({
      state: 'down',
      troubles: [
        { state: 'down', text: 'Integration warehouse failed', url: '/evidence/events/1', isOurs: false },
      ],
    });
  });

  test.each([
    [89, 'ok'],
    [90, 'degraded'],
    [99, 'degraded'],
    [100, 'down'],
  ])('with %i %% of a limit used it is %s', (percent, state) => {
    const limits = [{ limit: 'seats', used: percent, allowed: 100, percent, ...at }];
    expect(judgeTenant({ ...calm, limits }, '/page').state).toBe(state);
  });

  test('is degraded by many errors, when they are twice those of the week before', () => {
    const judge = (now: number, before: number) =>
      judgeTenant({ ...calm, errors: { now, before, codes: [] } }, '/page').state;
    expect([judge(19, 0), judge(20, 10), judge(20, 11)]).toEqual(['ok', 'degraded', 'ok']);
  });

  test('names what stands still before what is late', () => {
    const incidents = [{ title: 'Login fails', severity: 'critical', openedAt: at.at, url: at.url }];
    const clocks = { running: 0, warning: 0, breached: 2 };
    const { state, troubles } = judgeTenant({ ...calm, incidents, clocks }, '/page');
    expect(state).toBe('down');
    expect(troubles.map((trouble) => trouble.state)).toEqual(['down', 'degraded']);
  });
});
