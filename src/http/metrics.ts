import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What the server counts, in Prometheus' text form. No account, person or text ever becomes a label. */
export interface Metrics {
  countRequest(route: string, status: number): void;
  countEvents(result: { accepted: number; duplicates: number; rejected: number }): void;
  render(): string;
  close(): void;
}

/** Why a request to `/slack/events` is refused. */
export type SlackRefusalReason = `signature-${'missing' | 'stale' | 'wrong'}` | 'other-app' | 'other-team';

/** Of this process: Slack is connected before there is a server whose metrics could be handed to it. */
const slackRefusals: Record<SlackRefusalReason, number> = {
  'signature-missing': 0,
  'signature-stale': 0,
  'signature-wrong': 0,
  'other-app': 0,
  'other-team': 0,
};

/** Counts a refused Slack request. */
export function countSlackRefusal(reason: SlackRefusalReason): void {
  slackRefusals[reason] += 1;
}

/** Why a request to `/api/messages` is refused. */
export type TeamsRefusalReason = 'token' | 'address' | 'other-tenant';

const teamsRefusals: Record<TeamsRefusalReason, number> = { token: 0, address: 0, 'other-tenant': 0 };

/** Counts a refused Teams request. */
export function countTeamsRefusal(reason: TeamsRefusalReason): void {
  teamsRefusals[reason] += 1;
}

/** Starts counting. The event loop is sampled every 20 ms; its p99 covers the time since the last reading. */
export function createMetrics(isReady: () => boolean): Metrics {
  const requests = new Map<string, number>();
  const events = { accepted: 0, duplicate: 0, rejected: 0 };
  const lag = monitorEventLoopDelay({ resolution: 20 });
  lag.enable();
  return {
    countRequest: (route, status) => {
      const labels = `route="${escapeLabel(route)}",status="${status}"`;
      requests.set(labels, (requests.get(labels) ?? 0) + 1);
    },
    countEvents: ({ accepted, duplicates, rejected }) => {
      events.accepted += accepted;
      events.duplicate += duplicates;
      events.rejected += rejected;
    },
    render: () => {
      const lagSeconds = Number.isNaN(lag.percentile(99)) ? 0 : lag.percentile(99) / 1e9;
      lag.reset();
      const families = [
        family('holdfast_up', 'gauge', 'The process runs.', [['', 1]]),
        family('holdfast_ready', 'gauge', 'The product answers with all its data.', [
          ['', isReady() ? 1 : 0],
        ]),
        family('holdfast_uptime_seconds', 'gauge', 'Time since the process started.', [
          ['', process.uptime()],
        ]),
        family('holdfast_resident_memory_bytes', 'gauge', 'Resident memory.', [
          ['', process.memoryUsage.rss()],
        ]),
        family('holdfast_event_loop_lag_p99_seconds', 'gauge', 'Event loop delay, 99th percentile.', [
          ['', lagSeconds],
        ]),
        family(
          'holdfast_events_total',
          'counter',
          'Events received over HTTP, by what became of them.',
          Object.entries(events).map(([result, count]) => [`{result="${result}"}`, count]),
        ),
        family(
          'holdfast_slack_refused_total',
          'counter',
          'Refused Slack requests, by reason.',
          Object.entries(slackRefusals).map(([reason, count]) => [`{reason="${reason}"}`, count]),
        ),
        family(
          'holdfast_teams_refused_total',
          'counter',
          'Refused Teams requests, by reason.',
          Object.entries(teamsRefusals).map(([reason, count]) => [`{reason="${reason}"}`, count]),
        ),
        family(
          'holdfast_http_requests_total',
          'counter',
          'Answered requests.',
          [...requests].sort().map(([labels, count]) => [`{${labels}}`, count]),
        ),
      ];
      return families.join('');
    },
    close: () => lag.disable(),
  };
}

function family(name: string, type: 'gauge' | 'counter', help: string, samples: [string, number][]): string {
  const lines = samples.map(([labels, value]) => `${name}${labels} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function escapeLabel(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}
