import { buttonValue } from '../../src/guardrail/button.ts';
import { decideByButton, decideOn } from '../../src/services/decide-proposal.ts';
import { as, pick, take } from './pick.ts';
import { approved, type Case, edited, rejected, settledBy, version } from './reference-model.ts';
import type { Run } from './run-interleaving.ts';
import type { Step } from './steps.ts';
import { paramsOf } from './texts.ts';
import { must } from './violation.ts';

type Votes = Extract<Step, { do: 'approve' | 'reject' | 'edit' | 'settle' | 'race' | 'tamper' }>;

/** Whoever decides, by the button of a card that may be old. */
export async function applyVote(run: Run, step: Votes): Promise<boolean> {
  const one = pick(run, step.p);
  if (!one) return false;
  switch (step.do) {
    case 'approve':
      return await approve(run, one, step);
    case 'reject': {
      const seen = version(one) - step.age;
      const result = await click(run, one, seen, { by: step.by, verb: 'reject' });
      return result ? take(run, one, rejected(run.world, one, step.by, seen), result, step) : false;
    }
    case 'edit': {
      const seen = version(one) - step.age;
      const n = step.same ? one.texts.length - 1 : 100 + one.texts.length;
      const text = step.same ? (one.texts.at(-1) ?? '') : JSON.stringify(paramsOf(one.kind, one.account, n));
      const given = { id: one.id, version: seen, verb: 'edit' as const, params: JSON.parse(text) as unknown };
      const result = await decideOn(await as(run, step.by), given);
      return take(run, one, edited(run.world, one, step.by, seen, text), result, step);
    }
    case 'settle': {
      const given = {
        id: one.id,
        version: null,
        verb: 'settle' as const,
        outcome: step.outcome,
        reason: 'looked',
      };
      const result = await decideOn(await as(run, step.by), given);
      return take(run, one, settledBy(run.world, one, step.by, step.outcome), result, step);
    }
    case 'race':
      return await race(run, one, step);
    case 'tamper':
      return await tamper(run, one, step);
  }
}

async function click(
  run: Run,
  one: Case,
  seen: number,
  {
    by,
    verb,
    platform,
  }: { by: Parameters<typeof as>[1]; verb: 'approve' | 'reject'; platform?: 'slack' | 'teams' },
) {
  if (seen < 1) return null;
  const { ctx } = run.system;
  const value = buttonValue({ proposalId: one.id, version: seen }, ctx.door.keys.button);
  return await decideByButton(await as(run, by, platform), value, { verb, reason: 'no' });
}

/** TB1: the same click may come several times at once. */
async function approve(run: Run, one: Case, step: Extract<Step, { do: 'approve' }>): Promise<boolean> {
  const seen = version(one) - step.age;
  const { by, platform } = step;
  const clicks = Array.from({ length: step.clicks }, (_, n) =>
    click(run, one, seen, { by, verb: 'approve', platform: n % 2 === 0 ? platform : 'teams' }),
  );
  const results = (await Promise.all(clicks)).filter((result) => result !== null);
  // Which of them was first is not for the model to say; the others are refused, whatever it was.
  results.sort((a, b) => Number(b.ok) - Number(a.ok));
  run.refusals += Math.max(0, results.length - 1);
  for (const again of results.slice(1)) must(!again.ok, 'TB1 TB4 a second click decides nothing', () => step);
  const first = results[0];
  return first ? take(run, one, approved(run.world, one, by, seen), first, step) : false;
}

/** TB3: of a yes and a no at once the first wins; whichever that is, both see the same world. */
async function race(run: Run, one: Case, step: Extract<Step, { do: 'race' }>): Promise<boolean> {
  const seen = version(one);
  const [yes, no] = await Promise.all([
    click(run, one, seen, { by: step.approver, verb: 'approve' }),
    click(run, one, seen, { by: step.rejecter, verb: 'reject' }),
  ]);
  if (!yes || !no) return false;
  const after = (first: Case | null, next: (of: Case) => Case | null) => ({
    first,
    second: next(first ?? one),
  });
  const { world } = run;
  const yesFirst = after(approved(world, one, step.approver, seen), (of) =>
    rejected(world, of, step.rejecter, seen),
  );
  const noFirst = after(rejected(world, one, step.rejecter, seen), (of) =>
    approved(world, of, step.approver, seen),
  );
  const fits = (first: Case | null, second: Case | null, a: boolean, b: boolean): boolean =>
    (first !== null) === a && (second !== null) === b;
  const asYesFirst = fits(yesFirst.first, yesFirst.second, yes.ok, no.ok);
  const asNoFirst = fits(noFirst.first, noFirst.second, no.ok, yes.ok);
  must(asYesFirst || asNoFirst, 'TB3 two decisions at once are one after the other', () => ({
    step,
    yes,
    no,
    one,
  }));
  const state = (await run.system.store.findProposal(one.id))?.proposal.state;
  const ends = [...(asYesFirst ? [yesFirst] : []), ...(asNoFirst ? [noFirst] : [])].map(
    ({ first, second }) => second ?? first ?? one,
  );
  const end = ends.find((possible) => possible.state === state);
  must(end !== undefined, 'TB3 what it has become follows from one of the two orders', () => ({
    state,
    ends,
  }));
  if (end) run.cases.set(one.id, end);
  run.refusals += Number(!yes.ok) + Number(!no.ok);
  return true;
}

/** TB9: one character of a button's value is another. */
async function tamper(run: Run, one: Case, step: Extract<Step, { do: 'tamper' }>): Promise<boolean> {
  const { ctx } = run.system;
  const value = buttonValue({ proposalId: one.id, version: version(one) }, ctx.door.keys.button);
  const at = step.at % value.length;
  const changed = `${value.slice(0, at)}${value[at] === '1' ? '2' : '1'}${value.slice(at + 1)}`;
  const result = await decideByButton(await as(run, step.by), changed, { verb: 'approve' });
  must(result === null, 'TB9 a value that was not made here decides nothing', () => ({ changed, result }));
  run.refusals++;
  return true;
}
