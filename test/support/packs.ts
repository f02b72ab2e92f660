import type { AccountPack } from '../../src/domain/account-pack.ts';
import type { PackFacts } from '../../src/rules/account-pack/pack-facts.ts';

const asOf = new Date('2026-11-27T12:00:00.000Z');
const day = 86_400_000;

/** An account of which nothing is known but its name, looked at over 91 days. */
export function emptyFacts(more: Partial<PackFacts> = {}): PackFacts {
  const account: PackFacts['account'] = {
    id: 'acme',
    name: 'Acme',
    status: 'active',
    churnReason: null,
    segment: null,
    tier: null,
    icp: null,
    useCase: null,
    seats: null,
    arr: null,
    startsOn: null,
    renewsOn: null,
    owner: null,
    domains: [],
    aliases: [],
    externalIds: [],
    region: null,
    firstSeenOn: '2026-01-01',
  };
  return {
    account,
    asOf,
    knownAt: 42,
    audience: 'internal',
    records: [],
    period: {
      from: new Date(asOf.getTime() - 91 * day),
      until: asOf,
      before: new Date(asOf.getTime() - 182 * day),
      words: 'the last 91 days',
      beforeWords: 'the 91 days before',
    },
    use: { weeks: [], users: [], features: [], ever: false },
    errors: { weeks: [], codes: [] },
    health: {
      account: { id: 'acme', name: 'Acme' },
      endedOn: null,
      asOf: asOf.toISOString(),
      knownAt: 42,
      score: null,
      band: null,
      override: null,
      sentiment: null,
      change7d: null,
      change30d: null,
      confidence: 0,
      degraded: false,
      profile: { id: 'p', version: '1' },
      configuration: 'c',
      scorer: 's',
      lifecycle: null,
      components: [],
      timeline: [],
      stale: [],
      history: [],
      url: '/evidence/scores/acme',
    },
    tickets: [],
    causes: [],
    issues: [],
    alerts: [],
    plays: [],
    friction: [],
    firstMonth: null,
    timeline: [],
    members: new Map([['csm1', 'Maren Castellane']]),
    paths: {
      figures: '/evidence/figures/acme?knownAt=42',
      score: '/evidence/scores/acme?knownAt=42',
      record: (seq) => `/evidence/events/${seq}`,
    },
    ...more,
  };
}

/** A pack whose every text tries to be something else than text. */
export function hostilePack(name: string, texts: readonly string[]): AccountPack {
  const [first = ''] = texts;
  return {
    kind: 'qbr',
    title: 'Quarterly business review',
    subtitle: name,
    audience: 'internal',
    account: { id: 'acme', name, segment: null },
    asOf: asOf.toISOString(),
    knownAt: 42,
    template: 'qbr@1',
    period: {
      from: '2026-08-28T12:00:00.000Z',
      until: asOf.toISOString(),
      words: '28 Aug 2026 to 27 Nov 2026',
    },
    sections: [
      {
        id: 'usage',
        title: 'Usage',
        takeaway: first,
        intro: first,
        missing: null,
        blocks: [
          {
            kind: 'facts',
            facts: texts.map((text, at) => ({
              label: `Figure ${at}`,
              value: text.slice(0, 60),
              detail: text.slice(0, 60),
              tone: 'bad' as const,
              path: `/evidence/events/${at}?a=1&b=<2>"`,
            })),
          },
          {
            kind: 'table',
            title: 'Table',
            columns: [{ label: 'Name' }, { label: 'Count', align: 'right' }],
            rows: Array.from({ length: 30 }, (_, at) => [
              [{ text: texts[at % texts.length] ?? '', path: `/evidence/events/${at}` }],
              [{ text: String(at) }],
            ]),
          },
          {
            kind: 'list',
            title: 'List',
            items: texts.map((text) => [{ text, path: '/evidence/events/9' }, { text: ', done' }]),
          },
          {
            kind: 'chart',
            path: '/evidence/figures/acme',
            chart: {
              kind: 'trend',
              title: 'Users',
              unit: 'users',
              most: null,
              points: [
                { on: '2026-11-20', value: 3 },
                { on: '2026-11-27', value: null },
              ],
              events: [{ on: '2026-11-20', label: first }],
            },
          },
        ],
      },
      {
        id: 'incidents',
        title: 'Incidents',
        takeaway: 'No incident is recorded',
        intro: null,
        blocks: [],
        missing: 'No incident is recorded',
      },
    ],
  };
}
