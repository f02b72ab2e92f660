import type { types } from '@slack/bolt';
import { type Budget, groupsOf } from '../platform/groups.ts';
import { slackLimits } from './limits.ts';

/** Puts blocks into as few messages as Slack's limits allow; a heading stays with what it stands above. */
export function messagesOf(blocks: readonly types.KnownBlock[]): types.KnownBlock[][] {
  const sum = (of: (block: types.KnownBlock) => number) => (unit: readonly types.KnownBlock[]) =>
    unit.reduce((total, block) => total + of(block), 0);
  const budgets: Budget<types.KnownBlock[]>[] = [
    { of: sum(() => 1), max: slackLimits.blocks },
    { of: sum(weightOf), max: slackLimits.messageWeight },
    { of: sum((block) => (block.type === 'table' ? 1 : 0)), max: slackLimits.tables },
  ];
  const fits = (unit: types.KnownBlock[]): boolean => budgets.every(({ of, max }) => of(unit) <= max);
  return groupsOf(headedUnits(blocks, fits), budgets).map((units) => units.flat());
}

/** Each heading with the block below it, where the two fit into one message. */
function headedUnits(
  blocks: readonly types.KnownBlock[],
  fits: (unit: types.KnownBlock[]) => boolean,
): types.KnownBlock[][] {
  const units: types.KnownBlock[][] = [];
  for (const block of blocks) {
    const above = units.at(-1);
    if (above?.length === 1 && above[0]?.type === 'header' && fits([...above, block])) above.push(block);
    else units.push([block]);
  }
  return units;
}

/**
 * What a part counts towards the length of its message: every string that a person reads or follows, and an
 * allowance for each object around them.
 */
export function weightOf(part: unknown): number {
  if (Array.isArray(part)) return part.reduce((sum: number, item) => sum + weightOf(item), 0);
  if (part === null || typeof part !== 'object') return 0;
  let weight: number = slackLimits.elementWeight;
  for (const [key, value] of Object.entries(part)) {
    if (typeof value !== 'string') weight += weightOf(value);
    else if (key === 'text' || key === 'url') weight += value.length;
  }
  return weight;
}

/** The visible characters of a part. */
export function textLength(part: unknown): number {
  if (Array.isArray(part)) return part.reduce((sum: number, item) => sum + textLength(item), 0);
  if (part === null || typeof part !== 'object') return 0;
  return Object.entries(part).reduce(
    (sum, [key, value]) =>
      sum + (typeof value === 'string' ? (key === 'text' ? value.length : 0) : textLength(value)),
    0,
  );
}
