import { calendarInvitation } from '../artifacts/calendar-invitation.ts';
import { reachesOut } from '../config.ts';
import { counted } from '../domain/counted.ts';
import type { JobRun } from '../domain/job-run.ts';
import { HoldfastError } from '../errors.ts';
import { createConnectors } from '../guardrail/connectors.ts';
import { createLinks } from '../http/links.ts';
import type { DeadRun } from '../jobs/dead-runs.ts';
import { jobs as registry } from '../jobs/index.ts';
import type { Job } from '../jobs/job.ts';
import { type JobLine, listJobs } from '../jobs/list-jobs.ts';
import { retryJob } from '../jobs/retry-job.ts';
import { runJob } from '../jobs/run-job.ts';
import { type Simulation, simulatedNow, simulateJobs } from '../jobs/simulate-jobs.ts';
import { requireChangeable, requireReadable } from '../services/authorize.ts';
import { actorOf, type RequestContext } from '../services/context.ts';
import { describeOutages } from '../services/describe-outages.ts';
import { readOrCreateKeys } from '../start/keys.ts';
import { mailWriterOf, readFrom } from '../start/open-door.ts';
import { capitalize, formatInstant } from '../views/format.ts';
import { said } from '../views/said.ts';
import type { View } from '../views/view.ts';
import type { Command, Outcome, Session } from './command.ts';
import { momentOption, usage } from './options.ts';

const longestDays = 732;

/** `jobs`: what happens by the clock, and simulated time. */
export function createJobsCommand(jobs: readonly Job[]): Command {
  return {
    name: 'jobs',
    summary:
      'Lists what happens by the clock, runs a job now or again, or runs every job through simulated time.',
    arguments: [
      { usage: '[action]', description: 'list, run or retry; default: list' },
      {
        usage: '[name]',
        description: 'with run: the job to run now; with retry: the job of which a run was given up',
      },
    ],
    options: [
      {
        flags: '--until <date>',
        description:
          'with run: move the clock through every slot of every job up to this date, and run them; for demos and tests',
      },
    ],
    examples: ['jobs retry accounts.watch', 'jobs run --until 2026-12-24 --json'],
    run: async (session, [action = 'list', name], options) => {
      const until = momentOption(options, 'until', '--until');
      if (action === 'list' && name === undefined && until === undefined) return await list(session, jobs);
      if (action === 'retry' && name !== undefined && until === undefined)
        return await retry(session, requireJob(jobs, name));
      if (action !== 'run')
        throw usage(
          `jobs does not know '${[action, name].filter(Boolean).join(' ')}'`,
          'Say list, run or retry.',
        );
      if ((name === undefined) === (until === undefined))
        throw usage(
          'jobs run takes the name of a job, or --until',
          'For example: holdfast jobs run deliveries.forget',
        );
      return until === undefined
        ? await runNow(session, requireJob(jobs, name ?? ''))
        : await simulate(session, jobs, until);
    },
  };
}

/** The jobs of this installation. */
export const jobsCommand: Command = createJobsCommand(registry);

async function list({ context }: Session, jobs: readonly Job[]): Promise<Outcome> {
  const ctx = await context();
  await requireReadable(ctx, 'configuration', null);
  const lines = await listJobs(ctx, jobs);
  const outages = await describeOutages(ctx);
  return { json: lines.map(lineToJson), view: listView(lines, outages) };
}

function lineToJson({ nextAt, lastRun, lastSimulatedRun, deadRuns, ...line }: JobLine): object {
  return {
    ...line,
    deadLetters: deadRuns.map(deadRunToJson),
    nextAt: nextAt.toISOString(),
    lastRun: lastRun && runToJson(lastRun),
    lastSimulatedRun: lastSimulatedRun && runToJson(lastSimulatedRun),
  };
}

function deadRunToJson({ job, slot, attempts, failedAt, reason }: DeadRun): object {
  const [at, failed] = [slot, failedAt].map((instant) => instant.toISOString());
  return { name: job.name, slot: at, attempts, failedAt: failed, reason };
}

function runToJson({ slot, origin, outcome, attempts, startedAt, finishedAt, detail }: JobRun): object {
  return {
    slot: slot.toISOString(),
    origin,
    outcome,
    attempts,
    detail,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

function listView(lines: readonly JobLine[], outages: readonly string[]): View {
  const rows = lines.map(({ name, words, lastRun, lastSimulatedRun, nextAt, summary }) =>
    [name, words, describeRun(lastRun ?? lastSimulatedRun), formatInstant(nextAt.toISOString()), summary].map(
      (text) => [{ text }],
    ),
  );
  const labels = ['Job', 'When', 'Last run', 'Next run', 'What'];
  const troubles = [...outages, ...lines.flatMap(deadWords)].map((text) => [{ text }]);
  return {
    summary: `${lines.length} jobs`,
    blocks: [
      { kind: 'table', columns: labels.map((label) => ({ label })), rows },
      ...(troubles.length === 0 ? [] : [{ kind: 'list' as const, items: troubles }]),
    ],
  };
}

/** What was given up of a job, in a line: the newest run, and how many. */
function deadWords({ name, deadRuns }: JobLine): string[] {
  const newest = deadRuns.at(-1);
  if (!newest) return [];
  const { slot, attempts, reason } = newest;
  const others = deadRuns.length > 1 ? `, and ${counted(deadRuns.length - 1, 'run')} before` : '';
  const tried = `${counted(attempts, 'attempt')}${others}: ${reason.split('\n')[0]}`;
  const when = formatInstant(slot.toISOString());
  return [`${name} gave up on ${when} after ${tried}. Run it again: holdfast jobs retry ${name}`];
}

function describeRun(run: JobRun | null): string {
  if (!run) return 'never';
  const how = { clock: '', hand: ', by hand', simulated: ', simulated' }[run.origin];
  const reason = run.outcome === 'failed' && run.detail !== null ? `: ${run.detail.split('\n')[0]}` : '';
  return `${formatInstant(run.startedAt.toISOString())}, ${run.outcome}${how}${reason}`;
}

async function runNow({ context }: Session, job: Job): Promise<Outcome> {
  const ctx = await context();
  await requireChangeable(ctx, 'jobs');
  const { name } = job;
  const at = ctx.clock.now();
  await note(ctx, 'job.run', { name });
  const result = await runJob(ctx, job, at, 'hand');
  const reason = result.outcome === 'failed' ? `: ${reasonOf(result.error)}` : '';
  const text = `${name}: ${result.outcome}${reason}`;
  return {
    json: {
      name,
      at: at.toISOString(),
      outcome: result.outcome,
      detail: result.outcome === 'done' ? (result.detail ?? null) : null,
      reason: reason === '' ? null : reason.slice(2),
    },
    view: said(text),
    exit: result.outcome === 'done' ? 0 : 1,
  };
}

async function retry({ context }: Session, job: Job): Promise<Outcome> {
  const ctx = await context();
  await requireChangeable(ctx, 'jobs');
  await note(ctx, 'job.retried', { name: job.name });
  const retried = await retryJob(ctx, job);
  const lines = retried.map(({ run, result }) => {
    const reason = result.outcome === 'failed' ? reasonOf(result.error) : null;
    return { name: run.job.name, slot: run.slot.toISOString(), outcome: result.outcome, reason };
  });
  const items = lines.map(({ name, slot, outcome, reason }) => [
    { text: `${name} of ${formatInstant(slot)}: ${outcome}${reason === null ? '' : `: ${reason}`}` },
  ]);
  const summary =
    lines.length === 0 ? `Nothing of ${job.name} was given up.` : `${counted(lines.length, 'run')}.`;
  return {
    json: { name: job.name, runs: lines },
    view: {
      summary,
      blocks: [items.length === 0 ? { kind: 'text', spans: [{ text: summary }] } : { kind: 'list', items }],
    },
    exit: lines.some(({ outcome }) => outcome === 'failed') ? 1 : 0,
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function requireJob(jobs: readonly Job[], name: string): Job {
  const job = jobs.find((known) => known.name === name);
  if (job) return job;
  throw usage(`There is no job '${name}'`, `Jobs are ${jobs.map((known) => known.name).join(', ')}.`);
}

async function simulate(
  { context, config, io, absolute }: Session,
  jobs: readonly Job[],
  until: Date,
): Promise<Outcome> {
  const { slack, connectors, home } = config();
  if (slack && !slack.emulated)
    throw new HoldfastError('HF_CLOCK_FROZEN', 'Time cannot be simulated while Slack tokens are set', {
      next: 'Simulate on an installation without SLACK_BOT_TOKEN; simulated time changes what people see.',
    });
  if (reachesOut(connectors))
    throw new HoldfastError('HF_CLOCK_FROZEN', 'Time cannot be simulated while effects go to real systems', {
      next: 'Simulate on an installation without SMTP_URL, HUBSPOT_TOKEN, ZENDESK_TOKEN and INTERCOM_TOKEN.',
    });
  const ctx = await context();
  await requireChangeable(ctx, 'jobs');
  const { linkKey } = await readOrCreateKeys(config().keysFile, ctx.ids);
  const readArtifact = readFrom(ctx.artifacts.storage);
  // What goes into the outbox in simulated time bears that time.
  const doorAt = (clock: RequestContext['clock']): RequestContext['door'] => {
    const others = [...ctx.door.connectors.values()].filter((connector) => connector.name !== 'outbox');
    return {
      ...ctx.door,
      connectors: createConnectors(connectors, {
        home,
        clock,
        others,
        writeCalendar: calendarInvitation,
        readArtifact,
        writeMail: mailWriterOf(createLinks(absolute(''), linkKey, clock), clock),
      }),
      // Nobody waits for what simulated time posts.
      waysElsewhere: new Set(),
    };
  };
  const from = await simulatedNow(ctx);
  checkUntil(from, until);
  await note(ctx, 'job.simulated', { from: from.toISOString(), until: until.toISOString() });
  const totalMs = until.getTime() - from.getTime();
  const simulation = await simulateJobs(ctx, jobs, {
    until,
    signal: io.signal,
    contextAt: (clock) => ({ ...ctx, clock, door: doorAt(clock) }),
    onProgress: (at) =>
      io.progress({
        label: `Simulating ${at.toISOString().slice(0, 10)}`,
        done: at.getTime() - from.getTime(),
        total: totalMs,
      }),
  });
  if (io.signal.aborted) throw new HoldfastError('HF_INTERRUPTED', 'Simulated time was stopped');
  const failed = simulation.runs.some((count) => count.failed > 0);
  return { json: simulationToJson(simulation), view: simulationView(simulation), exit: failed ? 1 : 0 };
}

function checkUntil(from: Date, until: Date): void {
  if (until <= from) {
    throw new HoldfastError('HF_DATE_INVALID', `Simulated time stands at ${from.toISOString()} already`, {
      next: 'Name a later date with --until.',
    });
  }
  if (until.getTime() - from.getTime() > longestDays * 86_400_000)
    throw new HoldfastError(
      'HF_DATE_INVALID',
      `The end of --until lies more than ${longestDays} days ahead`,
      {
        next: 'Name an earlier date; the next simulation goes on where this one ends.',
      },
    );
}

function simulationToJson({ from, until, runs, failures }: Simulation): object {
  return {
    from: from.toISOString(),
    until: until.toISOString(),
    runs,
    failures: failures.map(({ slot, ...failure }) => ({ ...failure, slot: slot.toISOString() })),
  };
}

function simulationView({ from, until, runs, failures }: Simulation): View {
  const total = runs.reduce((sum, { done, failed }) => sum + done + failed, 0);
  const summary = `${total} runs from ${from.toISOString()} to ${until.toISOString()}.`;
  const items = [
    ...runs.map(
      ({ name, done, failed, idle }) =>
        `${name}: ${done} done${failed > 0 ? `, ${failed} failed` : ''}${idle > 0 ? `, nothing to do at ${idle}` : ''}`,
    ),
    ...failures.map(({ name, slot, reason }) => `${name} of ${slot.toISOString()} failed: ${reason}`),
  ];
  return {
    summary,
    blocks: [
      { kind: 'text', spans: [{ text: capitalize(summary) }] },
      { kind: 'list', items: items.map((text) => [{ text }]) },
    ],
  };
}

async function note(ctx: RequestContext, action: string, detail: Record<string, unknown>): Promise<void> {
  await ctx.store.appendAudit({ at: ctx.clock.now(), actor: actorOf(ctx), action, account: null, detail });
}
