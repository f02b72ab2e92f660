import { describe, expect, it } from 'vitest';
import { type CustomerEvent, checkEvent, isBuiltIn } from './event.ts';
import type { CustomEventType } from './event-types.ts';

const now = new Date('2026-11-21T12:00:00Z');
const customTypes = new Map<string, CustomEventType>([
  [
    'message.received',
    {
      name: 'message.received',
      feeds: 'use',
      required: { channel: 'string', length: 'number', read: 'boolean' },
    },
  ],
]);
const valid = { id: 'e1', type: 'user.session', account: 'acme', ts: '2026-11-21T10:00:00Z', payload: {} };

function accept(change: Record<string, unknown>): CustomerEvent {
  const checked = checkEvent({ ...valid, ...change }, { source: 'crm', now, customTypes });
  if (!checked.ok) throw new Error(checked.reason);
  return checked.event;
}

function refuse(change: Record<string, unknown>): string {
  const checked = checkEvent({ ...valid, ...change }, { source: 'crm', now, customTypes });
  return checked.ok ? 'accepted' : checked.reason;
}

describe('the envelope', () => {
  it('gets the source of its batch, no user, no region and no dimensions unless it says so', () => {
    expect(accept({})).toEqual({
      id: 'e1',
      type: 'user.session',
      account: 'acme',
      at: new Date('2026-11-21T10:00:00Z'),
      user: null,
      source: 'crm',
      region: null,
      dimensions: {},
      payload: {},
    });
  });

  it('keeps what it says about itself', () => {
    const said = { user: 'ann', source: 'warehouse', region: 'eu' };
    const dimensions = {
      segment: 'smb',
      icp: 'a',
      useCase: 'b',
      role: 'admin',
      environment: 'prod',
      tier: 't1',
    };
    expect(accept({ ...said, ...dimensions })).toMatchObject({ ...said, dimensions });
  });

  it('takes null for absent in its optional parts', () => {
    expect(accept({ user: null, source: null, region: null, payload: null })).toMatchObject({
      user: null,
      source: 'crm',
      region: null,
      payload: {},
    });
  });

  it.each(['id', 'type', 'account', 'ts'])('is refused without %s, by name', (key) => {
    expect(refuse({ [key]: undefined })).toMatch(new RegExp(`^${key}: `));
    expect(refuse({ [key]: '' })).toMatch(new RegExp(`^${key}: `));
    expect(refuse({ [key]: 7 })).toMatch(new RegExp(`^${key}: `));
  });

  it.each([null, 'text', 5, [], [valid], true])('%j is not an event', (value) => {
    expect(checkEvent(value, { source: 'crm', now, customTypes })).toEqual({
      ok: false,
      reason: 'an event must be a JSON object',
    });
  });
});

describe('the account', () => {
  it('may be called tenant', () => {
    expect(accept({ account: undefined, tenant: 'globex' }).account).toBe('globex');
  });

  it('may be given under both names when they agree', () => {
    expect(accept({ tenant: 'acme' }).account).toBe('acme');
  });

  it('is refused when the two names disagree, rather than picking one', () => {
    expect(refuse({ tenant: 'globex' })).toBe(
      'account and tenant name two different accounts; send one of them',
    );
    expect(refuse({ tenant: 'Acme' })).toContain('two different accounts');
  });

  it.each([
    ['a space before', ' acme', 'must not begin or end with a space'],
    ['a space behind', 'acme ', 'must not begin or end with a space'],
    ['a no-break space behind', 'acme\u00a0', 'must not begin or end with a space'],
    ['a tab inside', 'ac\tme', 'control or invisible'],
    ['a line break inside', 'ac\nme', 'control or invisible'],
    ['a delete character', 'ac\u007fme', 'control or invisible'],
    ['a zero-width space', 'ac\u200bme', 'control or invisible'],
    ['a zero-width joiner', 'ac\u200dme', 'control or invisible'],
    ['a right-to-left override', 'ac\u202eme', 'control or invisible'],
    ['a word joiner', 'ac\u2060me', 'control or invisible'],
    ['a byte order mark inside', 'ac\ufeffme', 'control or invisible'],
    ['a soft hyphen', 'ac\u00adme', 'control or invisible'],
    ['an Arabic letter mark', 'ac\u061cme', 'control or invisible'],
    ['a Hangul filler', 'ac\u3164me', 'control or invisible'],
    ['a variation selector', 'acme\ufe0f', 'control or invisible'],
    ['a tag character', 'acme\u{e0041}', 'control or invisible'],
    ['a Cyrillic а', '\u0430cme', 'must not mix Latin with Cyrillic or Greek'],
    ['a Greek ο', 'g\u03bfogle', 'must not mix Latin with Cyrillic or Greek'],
    ['more than 200 characters', 'x'.repeat(201), 'at most 200 characters'],
    ['nothing but spaces', '   ', 'must not begin or end with a space'],
  ])('is refused with %s (TE6)', (_, account, reason) => {
    expect(refuse({ account })).toMatch(/^account: /);
    expect(refuse({ account })).toContain(reason);
  });

  it.each([
    'Acme',
    'acme gmbh & co',
    'Ромашка',
    'Ελλάς',
    '株式会社',
    'naïve-café',
    'a',
    'x'.repeat(200),
    "o'hara",
  ])('%j is a good id and stays as it is', (account) => {
    expect(accept({ account }).account).toBe(account);
  });

  it('upper and lower case are two ids', () => {
    expect(accept({ account: 'ACME' }).account).not.toBe(accept({ account: 'acme' }).account);
  });

  it.each(['id', 'user', 'source', 'region'])('%s follows the same rules', (key) => {
    expect(refuse({ [key]: 'a\u200bb' })).toContain(`${key}: `);
    expect(refuse({ [key]: ' a' })).toContain(`${key}: `);
    expect(refuse({ [key]: '' })).toContain(`${key}: `);
  });
});

describe('the time', () => {
  it('may be up to 24 hours ahead of the clock and no further', () => {
    expect(accept({ ts: '2026-11-22T12:00:00Z' }).at).toEqual(new Date('2026-11-22T12:00:00Z'));
    expect(refuse({ ts: '2026-11-22T12:00:00.001Z' })).toBe(
      'ts: 2026-11-22T12:00:00.001Z is more than 24 hours in the future',
    );
  });

  it('is the same instant in every zone', () => {
    expect(accept({ ts: '2026-11-21T15:45:00+05:45' }).at).toEqual(new Date('2026-11-21T10:00:00Z'));
  });

  it.each(['2026-11-21T10:00:00', '2026-11-21', '0000-00-00T00:00:00Z', 'now', '2026-02-29T00:00:00Z'])(
    '%j is refused with an example of what is wanted',
    (ts) => {
      expect(refuse({ ts })).toBe(
        `ts: '${ts}' is not an ISO 8601 instant with a zone, like 2026-11-21T10:00:00Z`,
      );
    },
  );
});

describe('the type', () => {
  it.each([
    'user.Session',
    'session',
    'user.session ',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
  ])('%j is unknown', (type) => {
    expect(refuse({ type })).toBe(`type: '${type}' is not a known event type`);
  });

  it('a long unknown one is quoted in part, and never by half a character', () => {
    const reason = refuse({ type: `${'x'.repeat(59)}😀${'y'.repeat(30)}` });
    expect(reason).toContain('…');
    expect(reason.isWellFormed()).toBe(true);
  });

  it('a registered one is accepted with its keys and says what it feeds', () => {
    const payload = { channel: 'mail', length: 3, read: false, extra: { kept: true } };
    const event = accept({ type: 'message.received', payload });
    expect(event).toMatchObject({ type: 'message.received', feeds: 'use', payload });
    expect(isBuiltIn(event)).toBe(false);
    expect(isBuiltIn(accept({}))).toBe(true);
  });

  it.each([
    [
      { length: 3, read: true },
      'payload.channel: expected a string for type message.received, got undefined',
    ],
    [
      { channel: 1, length: 3, read: true },
      'payload.channel: expected a string for type message.received, got number',
    ],
    [{ channel: 'm', length: '3', read: true }, 'payload.length: expected a number'],
    [{ channel: 'm', length: 3, read: 'yes' }, 'payload.read: expected a boolean'],
    [{ channel: null, length: 3, read: true }, 'payload.channel: expected a string'],
  ])('a registered one with %j is refused by key', (payload, reason) => {
    expect(refuse({ type: 'message.received', payload })).toContain(reason);
  });
});

describe('keys named like prototype members', () => {
  const hostile = JSON.parse('{"__proto__":{"seats":5,"feature":"x"},"constructor":{"a":1},"toString":"t"}');

  it('in a payload are harmless data', () => {
    const event = accept({ type: 'feature.used', payload: hostile });
    expect((event.payload as { feature?: string }).feature).toBeUndefined();
    expect(Object.getPrototypeOf(event.payload)).toBe(Object.prototype);
    expect(Object.hasOwn(event.payload, 'constructor')).toBe(true);
  });

  it('in a registered type’s payload do not stand in for required keys', () => {
    const payload = JSON.parse('{"__proto__":{"channel":"c","length":1,"read":true}}');
    expect(refuse({ type: 'message.received', payload })).toContain('payload.channel');
  });

  it('in the envelope are harmless', () => {
    const raw = JSON.parse(
      '{"id":"e1","type":"user.session","ts":"2026-11-21T10:00:00Z","__proto__":{"account":"evil"}}',
    );
    expect(checkEvent(raw, { source: 'crm', now, customTypes })).toMatchObject({ ok: false });
    expect(({} as Record<string, unknown>).account).toBeUndefined();
  });
});
