import { proposeAction } from '../../src/services/propose-action.ts';
import { runProposalTimers } from '../../src/services/run-proposal-timers.ts';
import { pick } from './pick.ts';
import { type Case, hour, ticked } from './reference-model.ts';
import type { Run } from './run-interleaving.ts';
import type { Step } from './steps.ts';
import { members } from './system-under-test.ts';
import { must } from './violation.ts';

type Changes = Exclude<
  Step['do'],
  | 'propose'
  | 'undo'
  | 'cancel'
  | 'forge'
  | 'approve'
  | 'reject'
  | 'edit'
  | 'settle'
  | 'race'
  | 'tamper'
  | 'work'
  | 'go_on'
  | 'crash'
>;

/** Everything around the proposals: time, switches, roles, cover, policy, and how the outside will behave. */
export async function applyWorld(run: Run, step: Extract<Step, { do: Changes }>): Promise<boolean> {
  const { system, world, cases } = run;
  switch (step.do) {
    case 'switch':
      return await flip(run, step);
    case 'role': {
      const member = members.find(({ id }) => id === step.of);
      if (!member) return false;
      const role = step.to === 'own' ? member.role : step.to;
      if (world.roles[member.id] !== role) await system.store.writeMembers([{ ...member, role }]);
      world.roles[member.id] = role;
      return true;
    }
    case 'policy':
      system.setMode(step.mode);
      world.mode = step.mode;
      return true;
    case 'level':
      for (const kind of ['task.create', 'nudge.send'] as const) {
        const { level } = step;
        await system.store.writeAutonomyLevel({ kind, level, by: 'x', reason: 'x', at: system.clock.now() });
      }
      world.level = step.level;
      return true;
    case 'delegate':
    case 'undelegate':
      return await cover(run, step);
    case 'wait':
      return moveTo(run, world.now + step.ms);
    case 'wait_for': {
      const one = pick(run, step.p);
      return one !== null && moveTo(run, instantOf(one, step.what) + step.offMs);
    }
    case 'tick':
      await runProposalTimers(system.ctx);
      for (const one of cases.values()) cases.set(one.id, ticked(world, one));
      return true;
    case 'answer':
      system.outside.script.push(step.next);
      return true;
  }
}

/** Time goes forward only. */
function moveTo({ system, world }: Run, at: number): boolean {
  if (at <= world.now) return false;
  world.now = at;
  system.clock.set(new Date(at));
  return true;
}

function instantOf(one: Case, what: 'expiry' | 'escalation' | 'reminder'): number {
  if (what === 'expiry') return one.until;
  return one.since + one.terms.escalateHours * hour * (what === 'escalation' ? 1 : 0.5);
}

/** TB24: a switch is flipped by the door itself, at once. */
async function flip(
  { system, world }: Run,
  { scope, on }: Extract<Step, { do: 'switch' }>,
): Promise<boolean> {
  if (world.on.has(scope) === on) return false;
  const ctx = { ...system.ctx, member: null };
  const at = system.clock.now();
  const person = members.find(({ id }) =>
    ['csm', 'manager', 'exec', 'agent'].includes(world.roles[id] ?? ''),
  );
  if (person) {
    const asked = { kind: 'kill.flip', account: null, params: { scope, on } };
    const result = await proposeAction({ ...ctx, member: person }, asked);
    must(result.ok && result.proposal.state === 'done', 'INV6 a switch works at once', () => ({
      scope,
      on,
      result,
    }));
  } else await system.store.writeKillSwitch({ scope, on, by: 'x', reason: 'x', at });
  if (on) world.on.add(scope);
  else world.on.delete(scope);
  return true;
}

async function cover(run: Run, step: Extract<Step, { do: 'delegate' | 'undelegate' }>): Promise<boolean> {
  const { system, world } = run;
  const now = system.clock.now();
  if (step.do === 'undelegate') {
    const active = world.covers.filter(({ until }) => until > world.now);
    const one = active[step.n % Math.max(active.length, 1)];
    if (!one) return false;
    must(await system.store.revokeDelegation(one.id, now), 'cover in force can be ended', () => one);
    world.covers = world.covers.filter(({ id }) => id !== one.id);
    return true;
  }
  const { from, to, hours } = step;
  if (from === to) return false;
  const id = system.ctx.ids.proposal(now);
  const until = world.now + hours * hour;
  const times = { startsAt: now, endsAt: new Date(until), revokedAt: null };
  await system.store.addDelegation({ id, from, to, by: from, reason: 'away', ...times });
  world.covers.push({ id, from, to, until });
  return true;
}
