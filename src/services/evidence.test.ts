import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { checkEvent } from '../domain/event.ts';
import { storedViewSchema } from '../guardrail/actions/stored-view.ts';
import { changeUrl, figuresUrl, issueUrl, scoreUrl } from './evidence.ts';

const asOf = new Date('2026-11-27T10:00:00.000Z');
const configuration = 'f'.repeat(64);
const rules = { source: 'test', now: asOf, customTypes: new Map() };
const isAccount = (id: string): boolean =>
  checkEvent(sampleEvent('user.session', id, '2026-11-01'), rules).ok;
const anyId = fc.oneof(
  fc.string({ minLength: 1, maxLength: 200 }),
  fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' }),
);

it.each(["O'Brien (EU)!", '.hidden', '*', '日'.repeat(200), '~', 'a/b?c#d', '%2e%2e'])(
  'the account %s has pages that a card may link to',
  (id) => {
    expect(isAccount(id)).toBe(true);
    expect(linked(id)).toEqual({ success: true });
  },
);

it('every account that an event may name has pages that a card may link to, under its own name', () => {
  fc.assert(
    fc.property(anyId.filter(isAccount), (id) => {
      expect(linked(id)).toEqual({ success: true });
      const { pathname } = new URL(scoreUrl(id, asOf, 1), 'http://h');
      expect(decodeURIComponent(pathname)).toBe(`/evidence/scores/${id}`);
    }),
  );
});

it.each(['.', '..'])('an account cannot be called %s: no page could have its name', (id) => {
  expect(isAccount(id)).toBe(false);
});

/** Whether a view with every link of an account may be stored in an action. */
function linked(id: string): { success: boolean } {
  const moment = { asOf, knownAt: Number.MAX_SAFE_INTEGER, configuration };
  const links = [
    scoreUrl(id, asOf, moment.knownAt, configuration),
    figuresUrl(id, asOf, moment.knownAt),
    changeUrl(id, '2026-11-01', moment),
    issueUrl('ki-1', moment.knownAt, id),
  ];
  const spans = links.map((link) => ({ text: 'x', link }));
  const { success } = storedViewSchema.safeParse({ summary: 's', blocks: [{ kind: 'text', spans }] });
  return { success };
}
