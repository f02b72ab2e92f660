import type { Proposal } from '../../src/domain/proposal.ts';
import { type Case, halted, hour, lastLook, stillYes, type World } from './reference-model.ts';
import { must } from './violation.ts';

/** What a worker may make of a proposal, given what really happened outside. */
export interface WorkerView {
  happened(id: string): boolean;
  /** What it would replace may be another thing by now. */
  moved(one: Case): boolean;
}

/**
 * The model does not say what a worker does, only what it may do: takes what the product says and returns the case
 * that follows, or fails.
 */
export function afterWorker(world: World, one: Case, proposal: Proposal, view: WorkerView): Case {
  const { state } = proposal;
  if (state === one.state) return one;
  const look = lastLook(world, one);
  const legal = (holds: boolean, rule: string): void =>
    must(holds, rule, () => ({
      from: one.state,
      to: state,
      look,
      grant: one.grant,
      world: describe(world),
      one,
    }));
  const happened = view.happened(one.id);
  switch (`${one.state} > ${state}`) {
    case 'approved > executing':
      checkBegin(world, one, look, legal);
      return { ...one, state };
    case 'approved > done':
      checkBegin(world, one, look, legal);
      legal(one.connector === 'holdfast' && happened, 'only our own store is done at once');
      return { ...one, state, grant: null };
    case 'approved > failed':
      legal(look === 'never' || view.moved(one), 'what may go is not refused');
      return { ...one, state, grant: null };
    case 'approved > proposed':
      return reopened(world, one, look, legal);
    case 'executing > done':
    case 'unknown > done':
      legal(happened, 'INV3 what is called done has happened');
      return { ...one, state, grant: null };
    case 'executing > approved':
    case 'unknown > approved':
      legal(!happened, 'INV2 what may have happened is not put on the way again');
      return { ...one, state };
    case 'executing > failed':
    case 'unknown > failed':
      legal(!happened, 'INV3 what is called failed has not happened');
      return { ...one, state, grant: null };
    case 'executing > unknown':
      return { ...one, state };
    default:
      legal(false, 'a worker does not do that');
      return one;
  }
}

type Legal = (holds: boolean, rule: string) => void;

function checkBegin(world: World, one: Case, look: string, legal: Legal): void {
  legal(!halted(world, one), 'INV6 TB24 a switch wins over everything');
  legal(one.grant?.genuine === true, 'INV1 TB15 nothing begins without a grant that was made here');
  legal(
    look === 'go',
    'INV4 INV5 TB7 TB17 what begins is allowed and approved now, by the strictest of both',
  );
}

function reopened(world: World, one: Case, look: string, legal: Legal): Case {
  legal(look === 'ask', 'people are asked again only where what they said no longer holds');
  const still = stillYes(world, one);
  const until = world.now + one.terms.expiresHours * hour;
  const yes = one.yes.filter(({ member }) => still.includes(member));
  const waiting = { since: world.now, until, reminded: false, escalated: false };
  return { ...one, ...waiting, state: 'proposed', yes, grant: null };
}

function describe({ now, roles, on, mode, level }: World): unknown {
  return { now: new Date(now).toISOString(), roles, on: [...on], mode, level };
}
