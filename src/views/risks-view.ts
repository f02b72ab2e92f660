import type { Account } from '../domain/account.ts';
import { counted } from '../domain/counted.ts';
import type { Finding } from '../domain/finding.ts';
import { formatArr } from '../domain/money.ts';
import { severities } from '../domain/rule-pack.ts';
import { severityTones } from './alert-view.ts';
import { formatDay } from './format.ts';
import { nameAndMatter } from './name-and-matter.ts';
import { said } from './said.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, Tone, View, ViewBlock } from './view.ts';

/** An account with what the rules see in it. */
export interface RiskLine {
  account: Account;
  findings: readonly Finding[];
}

const accountsAtMost = 15;
const nameLength = 70;

/** The accounts with an alert, those with the most severe first. */
export function risksView(lines: readonly RiskLine[]): View {
  const found = [...lines].sort(worstFirst);
  if (found.length === 0) return said('No account is at risk: no alert is open.');
  const summary = `${counted(found.length, 'account')} at risk`;
  const left = found.length - accountsAtMost;
  return {
    summary,
    blocks: [
      { kind: 'heading', text: summary, tone: toneOf(found) },
      { kind: 'list', items: found.slice(0, accountsAtMost).map(accountItem) },
      {
        kind: 'picker',
        action: 'alert-play',
        placeholder: 'What to do for …',
        options: found.slice(0, accountsAtMost).map(({ account: { id, name } }) => ({
          label: shortenLine(name, nameLength),
          value: id,
        })),
      },
      {
        kind: 'note',
        spans: [
          { text: left > 0 ? `and ${left} more. ` : '' },
          { text: '/cs risks ACCOUNT', code: true },
          { text: ' shows every figure behind them.' },
        ],
      },
    ],
  };
}

function accountItem({ account, findings }: RiskLine): Span[] {
  const facts = [
    account.arr?.amount ? formatArr(account.arr) : null,
    account.renewsOn && `renews ${formatDay(account.renewsOn)}`,
  ];
  const rest = facts.filter((fact) => fact !== null);
  return [
    { text: shortenLine(account.name, nameLength), strong: true },
    { text: `: ${findings.map(({ title, severity }) => `${title} (${severity})`).join(', ')}` },
    ...(rest.length === 0 ? [] : [{ text: ` · ${rest.join(' · ')}`, quiet: true }]),
  ];
}

/** What the rules see in one account: every test with its figures. @param urlOf - the page of a finding's figures */
export function accountRisksView({
  account,
  findings,
  urlOf,
}: RiskLine & { urlOf(finding: Finding): string }): View {
  if (findings.length === 0) return said(`No rule holds for ${account.name}.`);
  const summary = nameAndMatter(shortenLine(account.name, nameLength), counted(findings.length, 'finding'));
  return {
    summary,
    blocks: [
      { kind: 'heading', text: summary, tone: toneOf([{ findings }]) },
      ...findings.flatMap((finding): ViewBlock[] => [
        {
          kind: 'text',
          spans: [{ text: `${finding.title} (${finding.severity}). `, strong: true }, { text: finding.text }],
        },
        {
          kind: 'list',
          items: finding.reasons.map(({ text, holds }) => [
            { text: `${holds === null ? '?' : holds ? '✓' : '✗'} `, quiet: true },
            { text, quiet: true, link: urlOf(finding) },
          ]),
        },
      ]),
      {
        kind: 'buttons',
        buttons: [
          { action: 'alert-play', label: 'See the play', value: account.id, tone: 'primary' },
          { action: 'health', label: 'Health', value: account.id },
          { action: 'timeline', label: 'Timeline', value: account.id },
        ],
      },
    ],
  };
}

/** The tone of the most severe finding. */
function toneOf(lines: readonly Pick<RiskLine, 'findings'>[]): Tone {
  const all = lines.flatMap(({ findings }) => findings.map(({ severity }) => severity));
  const worst = severities.find((severity) => all.includes(severity));
  return worst ? severityTones[worst] : 'neutral';
}

function worstFirst(a: RiskLine, b: RiskLine): number {
  const rank = ({ findings }: RiskLine): number =>
    Math.min(...findings.map(({ severity }) => severities.indexOf(severity)));
  return (
    rank(a) - rank(b) ||
    b.findings.length - a.findings.length ||
    (b.account.arr?.amount ?? 0) - (a.account.arr?.amount ?? 0)
  );
}
