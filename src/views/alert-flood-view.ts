import type { Alert } from '../domain/alert.ts';
import { counted } from '../domain/counted.ts';
import { type Severity, severities } from '../domain/rule-pack.ts';
import type { Span, View } from './view.ts';

const namedAtMost = 5;

/** The one message that stands for many alerts; each has its card in the thread below. */
export function floodView(alerts: readonly Alert[]): View {
  const summary = `${counted(alerts.length, 'alert')} at once`;
  const bySeverity = severities
    .map((severity) => ({
      severity,
      n: alerts.filter(({ finding }) => finding.severity === severity).length,
    }))
    .filter(({ n }) => n > 0);
  const left = alerts.length - namedAtMost;
  return {
    summary: `${summary}: ${bySeverity.map(words).join(', ')}`,
    blocks: [
      { kind: 'heading', text: summary, tone: 'warning' },
      {
        kind: 'text',
        spans: [
          { text: `${bySeverity.map(words).join(', ')}. `, strong: true },
          { text: 'Every card is in the thread, the most severe first.' },
        ],
      },
      { kind: 'list', items: alerts.slice(0, namedAtMost).map(line) },
      ...(left > 0 ? [{ kind: 'note' as const, spans: [{ text: `and ${left} more` }] }] : []),
    ],
  };
}

function words({ severity, n }: { severity: Severity; n: number }): string {
  return `${n} ${severity}`;
}

function line({ finding, picture }: Alert): Span[] {
  return [
    { text: picture.accountName, strong: true, link: picture.scoreUrl },
    { text: `: ${finding.title}. ${finding.text}` },
  ];
}
