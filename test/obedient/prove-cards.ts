import fc from 'fast-check';
import { actionKindNames } from '../../src/domain/action.ts';
import { findActionKind } from '../../src/guardrail/actions/index.ts';
import { arbitraryParams } from '../support/arbitrary-actions.ts';
import { pictureOf } from '../support/pictures.ts';
import { checkCard } from './check-card.ts';

const now = new Date('2026-11-25T10:00:00Z');

/** A waiting proposal of every kind, with texts as hostile as its schema allows. */
const pictures = fc.constantFrom(...actionKindNames).chain((kind) =>
  arbitraryParams(kind).map((params) => {
    const summary = findActionKind(kind)?.summary(params, null) ?? '';
    return pictureOf(
      { summary },
      { action: { kind, account: 'acme', params, connector: 'outbox', before: {} } },
    );
  }),
);

/**
 * Draws cards of generated proposals and reads each of them back.
 * @returns the first that is not exactly what would be approved, shrunk; null = all are
 */
export function proveCards({ runs, seed }: { runs: number; seed?: number }): string | null {
  const property = fc.property(pictures, (picture) => {
    const faults = checkCard(picture, now);
    if (faults.length > 0) throw new Error(faults.join('; '));
  });
  const details = fc.check(property, { numRuns: runs, ...(seed === undefined ? {} : { seed }) });
  if (!details.failed) return null;
  const text = details.counterexample?.[0].text.slice(0, 2_000);
  return `seed ${details.seed}, path ${details.counterexamplePath}: ${String(details.errorInstance)}\n${text}`;
}
