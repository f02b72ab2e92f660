import { type Random, randomFor } from '../../../demo/random.ts';

/** The currencies of a made-up company, with what they are worth to it and their decimals. */
export const worth = {
  INR: { rate: 1, decimals: 2 },
  USD: { rate: 84.1375, decimals: 2 },
  JPY: { rate: 0.5571, decimals: 0 },
  KWD: { rate: 273.25, decimals: 3 },
} as const;

/** Minor units of rupees for one minor unit of each. */
export const factors: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(worth).map(([currency, { rate, decimals }]) => [currency, rate * 10 ** (2 - decimals)]),
);

type Currency = keyof typeof worth;
const currencies = Object.keys(worth) as Currency[];
const dayMs = 86_400_000;

/** One event as a source sends it. */
export interface SentEvent {
  id: string;
  type: string;
  account: string;
  ts: string;
  user?: string;
  role?: string;
  payload: Record<string, unknown>;
}

/**
 * Another company than the demo's: some accounts over two years and a half up to a moment, with everything that makes counting
 * hard: contracts told late, in another currency, ended and taken up again, decisions told twice, tickets opened again,
 * instants around midnight. The same seed gives the same events.
 */
export function randomCompany(seed: string, now: Date, accounts = 40): SentEvent[] {
  let count = 0;
  return Array.from({ length: accounts }, (_, index) => `${seed}-${String(index).padStart(2, '0')}`)
    .flatMap((account) => {
      const random = randomFor(account);
      const life = { account, random, now, begins: now.getTime() - random.between(-20, 900) * dayMs };
      return [
        ...contractEvents(life),
        ...opportunityEvents(life),
        ...ticketEvents(life),
        ...otherEvents(life),
        ...healthEvents(life),
      ];
    })
    .filter(({ ts }) => new Date(ts) <= now)
    .map((event) => ({ ...event, id: `${seed}-${++count}` }));
}

interface Life {
  account: string;
  random: Random;
  now: Date;
  begins: number;
}

type Unnamed = Omit<SentEvent, 'id'>;

/** Some instant after another, now and then right around midnight of the east or the west. */
function instantAfter({ random, now }: Life, from: number): string {
  const span = Math.max(1, Math.floor((now.getTime() - from) / dayMs));
  const day = from + random.between(0, span) * dayMs;
  const midnight = Math.floor(day / dayMs) * dayMs + random.pick([-5.5, 5, 4, 0]) * 3_600_000;
  return new Date(
    random.chance(0.3) ? midnight + random.between(-1, 1) : day + random.between(0, dayMs - 1),
  ).toISOString();
}

function money(random: Random, currency: Currency): { amount: number; currency: Currency } {
  return { amount: random.chance(0.1) ? 0 : random.between(1_000, 9_000_000), currency };
}

function contractEvents(life: Life): Unnamed[] {
  const { account, random, begins, now } = life;
  const currency = random.pick(currencies);
  const told = (ts: string, payload: Record<string, unknown>): Unnamed => ({
    type: 'contract.updated',
    account,
    ts,
    payload,
  });
  const startsOn = new Date(begins).toISOString().slice(0, 10);
  const renewsOn = () =>
    new Date(now.getTime() + random.between(-30, 400) * dayMs).toISOString().slice(0, 10);
  const first = random.chance(0.5)
    ? new Date(Math.min(begins, now.getTime())).toISOString()
    : instantAfter(life, begins);
  const events = [
    told(first, {
      name: account,
      segment: random.pick(['smb', 'SMB', 'enterprise']),
      owner: random.pick(['csm1', 'csm2']),
      ...(random.chance(0.8) ? { startsOn } : {}),
      ...(random.chance(0.85) ? { arr: money(random, currency) } : {}),
      ...(random.chance(0.7) ? { tier: random.pick(['pro', 'starter']) } : {}),
      ...(random.chance(0.8) ? { renewsOn: renewsOn() } : {}),
    }),
  ];
  for (let turn = random.between(0, 3); turn > 0; turn--)
    events.push(
      told(instantAfter(life, Date.parse(first)), {
        ...(random.chance(0.6)
          ? { arr: money(random, random.chance(0.15) ? random.pick(currencies) : currency) }
          : {}),
        ...(random.chance(0.5) ? { renewsOn: renewsOn() } : {}),
        ...(random.chance(0.35) ? { status: random.pick(['ended', 'ended', 'active']) } : {}),
      }),
    );
  return events;
}

function opportunityEvents(life: Life): Unnamed[] {
  const { account, random, begins } = life;
  return Array.from({ length: random.between(0, 3) }, (_, index) => `o-${index}`).flatMap((opportunityId) => {
    const event = (type: string, from: number): Unnamed => ({
      type,
      account,
      ts: instantAfter(life, from),
      payload: {
        opportunityId,
        ...(random.chance(0.7) ? { arr: money(random, random.pick(currencies)) } : {}),
      },
    });
    const opened = event('expansion.opened', begins);
    const later = Array.from({ length: random.between(0, 2) }, () =>
      event(
        random.pick(['expansion.won', 'expansion.won', 'expansion.lost', 'expansion.opened']),
        Date.parse(opened.ts),
      ),
    );
    return [...(random.chance(0.85) ? [opened] : []), ...later];
  });
}

function ticketEvents(life: Life): Unnamed[] {
  const { account, random, now } = life;
  return Array.from({ length: random.between(0, 4) }, (_, index) => `t-${index}`).flatMap((ticketId) => {
    const priority = () => random.pick(['P0', 'P1', 'P2']);
    const at = now.getTime() - random.between(0, 30 * 86_400) * 1_000;
    const step = (type: string, hours: number, payload: Record<string, unknown>): Unnamed => ({
      type,
      account,
      ts: new Date(at + hours * 3_600_000).toISOString(),
      payload: { ticketId, ...payload },
    });
    return [
      step('ticket.created', 0, random.chance(0.8) ? { priority: priority() } : {}),
      ...(random.chance(0.5) ? [step('ticket.updated', 2, { priority: priority() })] : []),
      ...(random.chance(0.6)
        ? [step('ticket.resolved', 30, random.chance(0.7) ? { csat: random.between(1, 5) } : {})]
        : []),
      ...(random.chance(0.2) ? [step('ticket.updated', 60, { status: 'reopened' })] : []),
    ];
  });
}

function otherEvents(life: Life): Unnamed[] {
  const { account, random, begins, now } = life;
  const recent = () => instantAfter(life, Math.max(begins, now.getTime() - 60 * dayMs));
  const event = (type: string, payload: Record<string, unknown>, rest: Partial<Unnamed> = {}): Unnamed => ({
    type,
    account,
    ts: recent(),
    payload,
    ...rest,
  });
  const times = (most: number, make: () => Unnamed): Unnamed[] =>
    Array.from({ length: random.between(0, most) }, make);
  const incident = (incidentId: string): Unnamed[] => {
    const opened = event('incident.opened', { incidentId });
    const ends = new Date(Date.parse(opened.ts) + random.between(1, 200) * 1_234_567).toISOString();
    return [opened, { ...opened, type: 'incident.resolved', ts: ends }];
  };
  const person = () => ({ user: `u${random.between(1, 6)}@${account}.example`, role: 'planner' });
  return [
    ...(random.chance(0.5) ? incident('i-1') : []),
    ...times(12, () =>
      event(
        'feature.used',
        { feature: random.pick(['a', 'b']), ...(random.chance(0.5) ? { count: random.between(1, 9) } : {}) },
        person(),
      ),
    ),
    ...times(6, () => event('user.session', {}, person())),
    ...times(3, () => event('survey.responded', { kind: 'nps', score: random.between(0, 10) })),
    ...times(2, () => event('survey.responded', { kind: 'csat', score: random.between(1, 5) })),
    ...times(1, () => event('milestone.reached', { milestone: 'first_value' })),
    ...times(1, () => event('feature.requested', { feature: 'x', tier: random.pick(['Pro', 'max']) })),
    ...times(1, () => event('usage.limit', { limit: 'rows', used: random.between(8, 11), allowed: 10 })),
  ];
}

/** What a score looks at beyond that: people at work, errors, contact, invoices and seats; of some accounts nothing of it. */
function healthEvents(life: Life): Unnamed[] {
  const { account, random, begins, now } = life;
  const since = (days: number) => () => instantAfter(life, Math.max(begins, now.getTime() - days * dayMs));
  const event = (type: string, at: () => string, payload: object, rest: Partial<Unnamed> = {}): Unnamed => ({
    type,
    account,
    ts: at(),
    payload: { ...payload },
    ...rest,
  });
  const times = (most: number, make: () => Unnamed): Unnamed[] =>
    Array.from({ length: random.between(0, most) }, make);
  const person = () => (random.chance(0.9) ? { user: `u${random.between(1, 9)}@${account}.example` } : {});
  const invoice = (invoiceId: string): Unnamed[] => {
    const dueOn = new Date(now.getTime() - random.between(-20, 70) * dayMs).toISOString().slice(0, 10);
    return times(3, () =>
      event('billing.invoice', since(120), {
        invoiceId,
        status: random.pick(['issued', 'paid', 'overdue', 'failed']),
        ...(random.chance(0.5) ? { dueOn } : {}),
      }),
    );
  };
  return [
    ...(random.chance(0.4)
      ? times(60, () =>
          event(
            'feature.used',
            since(36),
            { feature: random.pick(['a', 'c', 'd', 'e', 'f', 'g']) },
            person(),
          ),
        )
      : []),
    ...times(9, () => event('recipe.completed', since(190), { recipe: 'r' }, person())),
    ...(random.chance(0.7)
      ? times(30, () => event('error.raised', since(40), { code: 'X', count: random.between(1, 4) }))
      : []),
    ...times(6, () => event('sponsor.touch', since(220), { channel: 'call' })),
    ...invoice('b-1'),
    ...invoice('b-2'),
    ...times(2, () => event('seat.changed', since(90), { seats: random.between(0, 12) })),
  ];
}
