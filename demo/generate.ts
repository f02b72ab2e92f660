import type { UtcDay } from '../src/domain/utc-day.ts';
import { demoAccounts } from './accounts.ts';
import { type Fact, type RawEvent, sourceOf } from './fact.ts';
import { invoiceFacts } from './facts/billing.ts';
import { contractFacts } from './facts/contract.ts';
import { momentFacts } from './facts/moments.ts';
import { onboardingFacts } from './facts/onboarding.ts';
import { operationsFacts } from './facts/operations.ts';
import { relationshipFacts } from './facts/relationship.ts';
import { supportFacts } from './facts/support.ts';
import { useFacts } from './facts/use.ts';
import { type Scene, sceneOf } from './scene.ts';

const chapters = [
  contractFacts,
  onboardingFacts,
  invoiceFacts,
  useFacts,
  supportFacts,
  relationshipFacts,
  operationsFacts,
  momentFacts,
];

/**
 * Tells the year of the made-up company up to the day before `anchorOn`, oldest event first.
 * The same anchor gives the same events, byte for byte; their ids are `demo-ACCOUNT-TYPE-NUMBER`.
 */
export function* generateDemo({ anchorOn }: { anchorOn: UtcDay }): Iterable<RawEvent> {
  const told = demoAccounts.flatMap((account) => {
    const scene = sceneOf(account, anchorOn);
    return factsOf(scene).map((fact) => ({ account: account.id, fact }));
  });
  told.sort((left, right) => left.fact.at - right.fact.at);
  const numbers = new Map<string, number>();
  for (const { account, fact } of told) {
    const stem = `demo-${account}-${fact.type.replace('.', '-')}`;
    const number = (numbers.get(stem) ?? 0) + 1;
    numbers.set(stem, number);
    yield toRawEvent(account, fact, `${stem}-${number}`);
  }
}

/** Every fact of an account between its first contract and its end, or the anchor. */
function factsOf(scene: Scene): Fact[] {
  const opensAt = scene.instant(scene.openedDaysAgo, 0);
  const closesAt = scene.instant(scene.closedDaysAgo, scene.closedDaysAgo === 0 ? 0 : 24);
  return chapters.flatMap((chapter) => chapter(scene)).filter(({ at }) => at >= opensAt && at < closesAt);
}

function toRawEvent(account: string, fact: Fact, id: string): RawEvent {
  const { at, type, payload, user, role } = fact;
  return {
    id,
    type,
    account,
    ts: new Date(at - (at % 1000)).toISOString(),
    ...(user === undefined ? {} : { user }),
    ...(role === undefined ? {} : { role }),
    source: sourceOf(type),
    environment: 'production',
    payload,
  };
}
