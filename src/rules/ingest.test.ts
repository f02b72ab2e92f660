import { describe, expect, it } from 'vitest';
import { checkEvent } from '../domain/event.ts';
import { decideIngest, type IngestCandidate } from './ingest.ts';

interface Given {
  id?: string;
  hash?: string;
  line?: number;
  account?: string;
  region?: string;
  source?: string;
  home?: string; // the region that a contract event says
}

function candidate({
  id = 'e1',
  hash = 'h1',
  line = 1,
  account = 'acme',
  region,
  source = 's',
  home,
}: Given) {
  const type = home ? 'contract.updated' : 'user.session';
  const payload = home ? { region: home } : {};
  const raw = { id, type, account, ts: '2026-01-01T00:00:00Z', region, source, payload };
  const checked = checkEvent(raw, { source, now: new Date('2026-01-01T00:00:00Z'), customTypes: new Map() });
  if (!checked.ok) throw new Error(checked.reason);
  return { event: checked.event, bodyHash: hash, line, body: Buffer.from(id) } satisfies IngestCandidate;
}

const nothing: ReadonlyMap<string, string> = new Map();

describe('duplicates and conflicts (TC7)', () => {
  it('a new event goes in', () => {
    const given = candidate({});
    expect(decideIngest([given], [], nothing)).toEqual({ accepted: [given], duplicates: 0, refused: [] });
  });

  it('the same body under a stored id is a duplicate', () => {
    const known = [{ source: 's', eventId: 'e1', bodyHash: 'h1' }];
    expect(decideIngest([candidate({})], known, nothing)).toEqual({
      accepted: [],
      duplicates: 1,
      refused: [],
    });
  });

  it('another body under a stored id is a conflict, and the first stays', () => {
    const known = [{ source: 's', eventId: 'e1', bodyHash: 'h0' }];
    const decision = decideIngest([candidate({ line: 9 })], known, nothing);
    expect(decision.accepted).toEqual([]);
    expect(decision.refused).toEqual([
      {
        line: 9,
        code: 'HF_EVENT_CONFLICT',
        reason: "id: 'e1' of source 's' is stored with another body",
        body: Buffer.from('e1'),
      },
    ]);
  });

  it('inside one batch the first of an id wins', () => {
    const first = candidate({ line: 1 });
    const decision = decideIngest(
      [first, candidate({ line: 2 }), candidate({ line: 3, hash: 'h2' }), candidate({ line: 4 })],
      [],
      nothing,
    );
    expect(decision.accepted).toEqual([first]);
    expect(decision.duplicates).toBe(2);
    expect(decision.refused.map(({ line, code }) => [line, code])).toEqual([[3, 'HF_EVENT_CONFLICT']]);
  });

  it('the same id from two sources is two events', () => {
    const decision = decideIngest([candidate({}), candidate({ source: 't', hash: 'h2' })], [], nothing);
    expect(decision.accepted).toHaveLength(2);
  });

  it('source and id are never confused, wherever the boundary between them lies', () => {
    const decision = decideIngest(
      [candidate({ source: 'ab', id: 'c' }), candidate({ source: 'a', id: 'bc', hash: 'h2' })],
      [],
      nothing,
    );
    expect(decision.accepted).toHaveLength(2);
  });

  it('a refused event does not take its id', () => {
    const wrong = candidate({ region: 'us', line: 1 });
    const right = candidate({ region: 'eu', line: 2, hash: 'h2' });
    const decision = decideIngest([wrong, right], [], new Map([['acme', 'eu']]));
    expect(decision.accepted).toEqual([right]);
  });
});

describe('regions', () => {
  const homes = new Map([['acme', 'eu']]);

  it('an event of the account’s region, or of none, goes in', () => {
    const given = [candidate({ region: 'eu' }), candidate({ id: 'e2' })];
    expect(decideIngest(given, [], homes).accepted).toEqual(given);
  });

  it('an event of another region is refused with both regions', () => {
    const decision = decideIngest([candidate({ region: 'us' })], [], homes);
    expect(decision.refused).toMatchObject([
      {
        code: 'HF_EVENT_REGION',
        reason: "region: account 'acme' is kept in region 'eu', the event says 'us'",
      },
    ]);
  });

  it('a contract that would move the account is refused too', () => {
    expect(decideIngest([candidate({ home: 'us' })], [], homes).refused).toMatchObject([
      { code: 'HF_EVENT_REGION' },
    ]);
  });

  it('an account without a region takes any', () => {
    expect(decideIngest([candidate({ region: 'us' })], [], nothing).accepted).toHaveLength(1);
    expect(decideIngest([candidate({ region: 'us', account: 'globex' })], [], homes).accepted).toHaveLength(
      1,
    );
  });

  it('a contract earlier in the batch already binds the rest of it', () => {
    const decision = decideIngest(
      [
        candidate({ home: 'eu', line: 1 }),
        candidate({ id: 'e2', region: 'us', line: 2 }),
        candidate({ id: 'e3', region: 'eu', line: 3 }),
      ],
      [],
      nothing,
    );
    expect(decision.accepted.map(({ line }) => line)).toEqual([1, 3]);
    expect(decision.refused.map(({ line }) => line)).toEqual([2]);
  });
});
