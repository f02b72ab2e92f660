import { getSystemHealth, type SystemHealth } from '../../services/get-system-health.ts';
import { formatInstant } from '../../views/format.ts';
import { outageWords } from '../../views/outage-words.ts';
import { distance } from '../../views/proposal-words.ts';
import { html, type Piece } from '../escape.ts';
import { grouped } from '../numbers.ts';
import { chip, empty, table, tile, tiles } from './parts.ts';
import type { ConsolePorts, ShownJob } from './ports.ts';
import type { Asked, ConsoleArea, Drawn } from './route.ts';

const silentHours = 26;

/** Where records come from, what runs by the clock and where effects go: when last, how late, what is wrong, what to do. */
export function healthArea(ports: ConsolePorts): ConsoleArea {
  return {
    pages: [
      {
        path: '/console/health',
        nav: 'health',
        needs: 'account',
        draw: async (asked) => draw(asked, await ports.listJobs(asked.ctx)),
      },
    ],
  };
}

async function draw({ ctx }: Asked, jobs: readonly ShownJob[]): Promise<Drawn> {
  const health = await getSystemHealth(ctx);
  const now = ctx.clock.now();
  const failed = jobs.filter(({ lastRun, dead }) => lastRun?.outcome === 'failed' || dead > 0);
  const waiting = Object.values(health.outbox).reduce((sum, count) => sum + count, 0);
  const troubles = [
    ...health.outages.map((outage) => `${outageWords(outage, now)}.`),
    ...health.knowledge.flatMap(({ name, failure }) =>
      failure === null ? [] : [`${name} could not be read: ${failure}`],
    ),
    ...failed.map(
      ({ name }) => `The job ${name} failed. Run it again: npm run -s holdfast -- jobs retry ${name}`,
    ),
    ...(health.deadLetters > 0
      ? [
          `${health.deadLetters} lines could not become events. See why: npm run -s holdfast -- dead-letters list`,
        ]
      : []),
  ];
  return {
    title: 'System health',
    kicker: `As of ${formatInstant(now.toISOString())}`,
    actions:
      troubles.length === 0 ? chip('all works', 'good') : chip(`${troubles.length} need somebody`, 'warning'),
    body: html`${troubles.length > 0 && html`<div class="panel"><p><b>What needs somebody</b></p><ul>${troubles.map((text) => html`<li dir="auto">${text}</li>`)}</ul></div>`}
${tiles([
  tile('Records received', grouped(health.knownAt)),
  tile('Lines set aside', grouped(health.deadLetters), 'dead letters'),
  tile('Effects on their way', grouped(waiting)),
  tile('Database', health.engine === 'embedded' ? 'embedded' : 'PostgreSQL'),
])}
<h2>Records by type</h2>${streamsTable(health, now)}
<h2>Ways out</h2>${
      health.outages.length === 0
        ? empty('Every way out takes what it is given.')
        : html`<ul class="lines">${health.outages.map((outage) => html`<li>${chip(outage.connector, 'bad')} ${outageWords(outage, now)}</li>`)}</ul>`
    }
<h2>Sources of knowledge</h2>${knowledgeTable(health, now)}
<h2>What runs by the clock</h2>${jobsTable(jobs, now)}`,
  };
}

function streamsTable({ streams }: SystemHealth, now: Date): Piece {
  return table(
    'Records by type',
    [
      { label: 'Type' },
      { label: 'Last', kind: 'date' },
      { label: 'When', kind: 'date', minor: true },
      { label: '' },
    ],
    streams.map(({ type, lastAt }) => {
      const hours = lastAt === null ? null : (now.getTime() - lastAt.getTime()) / 3_600_000;
      return [
        html`<code>${type}</code>`,
        lastAt === null ? html`<span class="quiet">never</span>` : distance(lastAt.toISOString(), now),
        lastAt === null ? '–' : formatInstant(lastAt.toISOString()),
        hours === null
          ? chip('not connected', 'neutral')
          : hours > silentHours
            ? chip('silent', 'warning')
            : chip('comes in', 'good'),
      ];
    }),
  );
}

function knowledgeTable({ knowledge }: SystemHealth, now: Date): Piece {
  if (knowledge.length === 0)
    return empty(
      'No source was read yet.',
      'Name sources in knowledge.yaml; our own files are read at once.',
    );
  return table(
    'Sources of knowledge',
    [
      { label: 'Source' },
      { label: 'Documents', kind: 'number' },
      { label: 'Last read', kind: 'date' },
      { label: '' },
    ],
    knowledge.map(({ name, documents, readAt, failure, problems }) => [
      name,
      grouped(Number(documents)),
      distance(readAt.toISOString(), now),
      failure !== null
        ? chip('failed', 'bad')
        : problems > 0
          ? chip(`${problems} problems`, 'warning')
          : chip('works', 'good'),
    ]),
  );
}

function jobsTable(jobs: readonly ShownJob[], now: Date): Piece {
  if (jobs.length === 0) return empty('No job is known to this process.');
  return table(
    'Jobs',
    [
      { label: 'Job' },
      { label: 'When', minor: true },
      { label: 'Last run', kind: 'date' },
      { label: 'Next', kind: 'date', minor: true },
      { label: '' },
    ],
    jobs.map(({ name, summary, words, nextAt, lastRun, dead }) => [
      html`<code>${name}</code><br><small>${summary}</small>`,
      words,
      lastRun === null ? html`<span class="quiet">never</span>` : distance(lastRun.at.toISOString(), now),
      distance(nextAt.toISOString(), now),
      dead > 0
        ? chip(`${dead} given up`, 'bad')
        : lastRun === null
          ? chip('waits', 'neutral')
          : chip(
              lastRun.outcome,
              lastRun.outcome === 'failed' ? 'bad' : lastRun.outcome === 'done' ? 'good' : 'neutral',
            ),
    ]),
  );
}
