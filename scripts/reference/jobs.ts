import { jobs } from '../../src/jobs/index.ts';
import { cronInWords } from '../../src/jobs/slot-words.ts';
import { code, page, table } from './markdown.ts';

/** What happens by the clock. */
export function jobsPage(): string {
  return page('Jobs', 'src/jobs/index.ts', [
    'What happens by the clock. Times are UTC, or local: those of the time zone of `workingHours` in `packs/sla.yaml`.',
    table(
      ['job', 'when', 'cron', 'what'],
      jobs.map(({ name, cron, zone, summary }) => [
        code(name),
        cronInWords(cron, zone === 'organisation' ? 'local' : 'UTC'),
        code(cron),
        summary,
      ]),
    ),
    '## How they run',
    [
      '- Each slot of a job runs once, however many processes share one PostgreSQL.',
      '- What came due while nothing ran is caught up once, at the next start. Older slots are not.',
      '- A job that is new to an installation waits for its next slot.',
      '- A job that fails is logged and tried up to three times more, unless its next slot comes due before.',
      '- What was given up stands in `holdfast jobs` with its reason until a later slot of its job is done, or until `jobs retry` runs it again.',
      '- In local time a slot that the clocks leave out is an hour later that day, and of one that they show twice the first counts: each day has its slot once.',
      '- The nightly pass over all accounts goes in parts, each queued by itself: with several processes they share the work.',
      '- A job whose process was killed runs again, after two minutes or what the job asks for, unless its next slot comes due before.',
      '- Time is that of `HOLDFAST_NOW` where it is set.',
    ].join('\n'),
    '## See and run them',
    '```sh\nholdfast jobs                        # when each ran last, what came of it, when it runs next\nholdfast jobs run deliveries.forget  # now\nholdfast jobs retry accounts.watch    # what was given up of it, under its own slot\nholdfast jobs run --until 2026-12-24 # every slot of every job up to the end of that day, in order\n```',
    'In between, effects are carried out, into the file outbox, each at its simulated instant. A job that says until when it finds nothing to do is left out until then, or until something changes; the summary counts those slots.',
    'Simulated time is for demos and tests: what its runs change stays changed, and the next simulation goes on where the last one ended. It is refused where Slack tokens of a real workspace are set.',
  ]);
}
