import type { Alert } from '../domain/alert.ts';
import { severityRank } from '../domain/alert.ts';
import { counted } from '../domain/counted.ts';
import { formatArr } from '../domain/money.ts';
import { type Severity, severities } from '../domain/rule-pack.ts';
import { severityTones } from './alert-view.ts';
import { formatDay } from './format.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, View } from './view.ts';

const accountsAtMost = 8;
const mattersAtMost = 3;
const nameLength = 80;

/** The one message that stands for many alerts, by account, the worst first; each alert has its card in the thread below. */
export function floodView(alerts: readonly Alert[]): View {
  const accounts = [...Map.groupBy(alerts, ({ account }) => account).values()].sort(
    (one, other) => rankOf(one) - rankOf(other) || other.length - one.length,
  );
  const bySeverity = severities
    .map((severity) => ({
      severity,
      n: alerts.filter(({ finding }) => finding.severity === severity).length,
    }))
    .filter(({ n }) => n > 0);
  const summary = `${counted(alerts.length, 'alert')} for ${counted(accounts.length, 'account')}`;
  const left = accounts.length - accountsAtMost;
  return {
    summary: `${summary}: ${bySeverity.map(words).join(', ')}`,
    blocks: [
      {
        kind: 'heading',
        text: summary,
        tone: bySeverity[0] ? severityTones[bySeverity[0].severity] : 'warning',
      },
      {
        kind: 'text',
        spans: [
          { text: `${bySeverity.map(words).join(', ')}. `, strong: true },
          { text: 'Each card is in the thread, the most severe first.' },
        ],
      },
      { kind: 'list', items: accounts.slice(0, accountsAtMost).map(line) },
      ...(left > 0
        ? [{ kind: 'note' as const, spans: [{ text: `and ${counted(left, 'more account')} in the thread` }] }]
        : []),
    ],
  };
}

function words({ severity, n }: { severity: Severity; n: number }): string {
  return `${n} ${severity}`;
}

function rankOf(alerts: readonly Alert[]): number {
  return Math.min(...alerts.map(({ finding }) => severityRank(finding.severity)));
}

/** An account with its gravest matters, and what is at stake. */
function line(alerts: readonly Alert[]): Span[] {
  const [first] = alerts;
  if (!first) return [];
  const { accountName, scoreUrl, arr, renewsOn } = first.picture;
  const worst = [...alerts].sort(
    (one, other) => severityRank(one.finding.severity) - severityRank(other.finding.severity),
  );
  const matters = worst
    .slice(0, mattersAtMost)
    .map(({ finding }) => `${finding.title} (${finding.severity})`);
  const left = alerts.length - matters.length;
  const stakes = [
    arr?.amount ? formatArr(arr) : null,
    renewsOn === null ? null : `renews ${formatDay(renewsOn)}`,
  ].filter((part) => part !== null);
  return [
    { text: shortenLine(accountName, nameLength), strong: true, link: scoreUrl },
    { text: `: ${matters.join(', ')}${left > 0 ? ` and ${left} more` : ''}` },
    ...(stakes.length === 0 ? [] : [{ text: ` · ${stakes.join(' · ')}`, quiet: true }]),
  ];
}
