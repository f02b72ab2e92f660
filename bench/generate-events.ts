/** A believable stream of events in time order: accounts with a few users and features each, every signal present. */
export interface Load {
  events: number;
  accounts: number;
  /** The last event's instant. */
  until: Date;
  days: number;
  /** Every tenth account falls silent for its last 40 days, and every twentieth leaves its invoices unpaid. */
  troubled?: boolean;
}

const usersPerAccount = 8;
const featuresPerProduct = 12;
const dayMs = 86_400_000;
const silentDays = 40;

/** One line of NDJSON per event. The same load gives the same bytes. */
export function* generateEvents({ events, accounts, until, days, troubled }: Load): Generator<string> {
  const spanMs = days * dayMs;
  const silentFrom = until.getTime() - silentDays * dayMs;
  for (let index = 0; index < events; index++) {
    // A multiplicative hash scatters accounts, users and features without a random source.
    const scatter = Math.imul(index + 1, 2_654_435_761) >>> 0;
    const at = new Date(until.getTime() - spanMs + Math.floor((spanMs * index) / events));
    const usual = scatter % accounts;
    const isSilent = troubled === true && usual % 10 === 3 && at.getTime() >= silentFrom;
    const account = isSilent ? (usual + 1) % accounts : usual; // a neighbour is busier instead
    const leavesUnpaid = troubled === true && account % 20 === 7;
    const user = (scatter >>> 8) % usersPerAccount;
    const event = {
      id: `bench-${index}`,
      account: `account-${account}`,
      user: `user-${user}@account-${account}.example`,
      ts: at.toISOString(),
      ...describe(index, scatter, leavesUnpaid),
    };
    yield JSON.stringify(event);
  }
}

function describe(
  index: number,
  scatter: number,
  leavesUnpaid: boolean,
): { type: string; payload: Record<string, unknown> } {
  const kind = index % 100;
  if (kind < 60)
    return { type: 'feature.used', payload: { feature: `feature-${(scatter >>> 16) % featuresPerProduct}` } };
  if (kind < 85) return { type: 'user.session', payload: { durationSeconds: 60 + (scatter % 3_000) } };
  if (kind < 90)
    return { type: 'error.raised', payload: { code: `E${scatter % 20}`, count: 1 + (scatter % 3) } };
  if (kind < 92)
    return {
      type: 'ticket.created',
      payload: { ticketId: `T-${index}`, priority: 'P2', subject: 'Export takes minutes' },
    };
  if (kind < 94)
    return { type: 'ticket.resolved', payload: { ticketId: `T-${index - 2}`, csat: 1 + (scatter % 5) } };
  if (kind < 96) return { type: 'sponsor.touch', payload: { kind: 'call' } };
  if (kind < 97) return { type: 'survey.responded', payload: { kind: 'nps', score: scatter % 11 } };
  if (kind < 99)
    return {
      type: 'billing.invoice',
      payload: { invoiceId: `I-${index}`, status: leavesUnpaid ? 'overdue' : 'paid' },
    };
  return { type: 'deployment.published', payload: { version: `4.${scatter % 50}.0` } };
}
