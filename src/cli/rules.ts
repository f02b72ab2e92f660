import type { Finding } from '../domain/finding.ts';
import type { Rule, RulePack } from '../domain/rule-pack.ts';
import { lastThirtyDays, tuneRules } from '../services/alerts/tune-rules.ts';
import { requireReadable } from '../services/authorize.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { type AccountRisks, findRisks } from '../services/risks/find-risks.ts';
import { tuningView } from '../views/tuning-view.ts';
import type { Span, View } from '../views/view.ts';
import { backtest } from './backtest.ts';
import type { Command, Outcome, Session } from './command.ts';
import { usage } from './options.ts';

/** `rules`: which rules look for customers at risk, what they see, and what they would have been worth. */
export const rulesCommand: Command = {
  name: 'rules',
  summary:
    'Lists the rules that look for customers at risk, asks them about any moment, and replays a history.',
  arguments: [
    {
      usage: '[action]',
      description: 'list, check, backtest or tuning (what each was worth in 30 days); default: list',
    },
    { usage: '[account]', description: 'with check: one account; default: all' },
  ],
  options: [
    {
      flags: '--events <file>',
      description: 'backtest: CSV tenant,user,ts,type,payload; also gzipped; default: what is stored',
    },
    { flags: '--snapshots <file>', description: 'backtest: CSV tenant,asof,label,churn_ts' },
    { flags: '--pack <file>', description: 'backtest: a rule pack to try in place of the one with its id' },
    { flags: '--profile <file>', description: 'backtest: weights to compare with those in force' },
    { flags: '--form <form>', description: 'backtest: refined or literal; default: the form in force' },
  ],
  examples: [
    'rules check acme --as-of 2026-11-01 --json',
    'rules backtest --events events.csv.gz --snapshots snapshots.csv.gz --json',
  ],
  // A log has nothing to do with what is stored, and may take minutes.
  standalone: (options) => options.events !== undefined,
  run: async (session, [action = 'list', account], options) => {
    if (action === 'list' && account === undefined) return await list(session);
    if (action === 'check') return await check(session, account);
    if (action === 'backtest' && account === undefined) return await backtest(session, options);
    if (action === 'tuning' && account === undefined) return await tuning(session);
    throw usage(
      `rules does not know '${[action, account].filter(Boolean).join(' ')}'`,
      'Say list, check, backtest or tuning.',
    );
  },
};

async function tuning({ context, asOf }: Session): Promise<Outcome> {
  const ctx = await context();
  const report = await tuneRules(ctx, lastThirtyDays(asOf ?? ctx.clock.now()));
  return { json: report, view: tuningView(report) };
}

async function list({ context }: Session): Promise<Outcome> {
  const ctx = await context();
  await requireReadable(ctx, 'configuration', null);
  const { packs, problem } = await ctx.content.packs.inForce();
  return { json: { packs: packs.map(packToJson), problem }, view: listView(packs, problem) };
}

function packToJson({ id, version, kind, rules }: RulePack): object {
  return {
    id,
    version,
    kind,
    rules: rules.map(({ id, enabled, form, severity }) => ({ id, enabled, form, severity })),
  };
}

function listView(packs: readonly RulePack[], problem: string | null): View {
  const rows = packs.flatMap((pack) => pack.rules.map((rule) => ruleRow(pack, rule)));
  const columns = ['Rule', 'What', 'Severity', 'Playbook', 'Pack'].map((label) => ({ label }));
  const summary = `${rows.length} rules in ${packs.length} packs`;
  const note =
    problem === null
      ? summary
      : `${summary}. A changed file is refused, the last good one is in force: ${problem}`;
  return {
    summary,
    blocks: [
      { kind: 'table', columns, rows },
      { kind: 'note', spans: [{ text: note }] },
    ],
  };
}

function ruleRow(pack: RulePack, rule: Rule): Span[][] {
  const severity = rule.enabled ? rule.severity : `${rule.severity}, off`;
  return [rule.id, rule.title, severity, rule.playbook ?? '–', `${pack.id}@${pack.version}`].map((text) => [
    { text },
  ]);
}

async function check({ context, asOf }: Session, name: string | undefined): Promise<Outcome> {
  const ctx = await context();
  await requireReadable(ctx, 'account', null);
  const accountIds = name === undefined ? undefined : [await requireAccount(ctx, name)];
  const found: AccountRisks[] = [];
  for await (const risks of findRisks(ctx, { accountIds, asOf }))
    if (risks.findings.length > 0) found.push(risks);
  return {
    json: found.map(({ account, findings }) => ({
      account: { id: account.id, name: account.name },
      findings,
    })),
    view: checkView(found),
  };
}

function checkView(found: readonly AccountRisks[]): View {
  const total = found.reduce((sum, { findings }) => sum + findings.length, 0);
  const summary = `${total} findings in ${found.length} accounts`;
  if (total === 0) return { summary, blocks: [{ kind: 'text', spans: [{ text: 'No rule holds.' }] }] };
  return {
    summary,
    blocks: [
      ...found.map(({ account, findings }): View['blocks'][number] => ({
        kind: 'list',
        items: findings.map((finding) => findingSpans(account.name, finding)),
      })),
      { kind: 'note', spans: [{ text: summary }] },
    ],
  };
}

function findingSpans(name: string, { severity, title, text }: Finding): Span[] {
  return [{ text: `${name}: ${title}`, strong: true }, { text: ` (${severity}). ${text}` }];
}
