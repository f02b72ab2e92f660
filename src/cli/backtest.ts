import { resolve } from 'node:path';
import type { Profile } from '../domain/profile.ts';
import type { RulePack } from '../domain/rule-pack.ts';
import type { ProfileComparison } from '../rules/backtest/compare-profiles.ts';
import type { RuleMeasure } from '../rules/backtest/measure-rules.ts';
import { type CompiledRule, compilePacks, type RuleForm } from '../rules/packs/compile-pack.ts';
import { requireReadable } from '../services/authorize.ts';
import { backtestHistory } from '../services/risks/backtest-history.ts';
import { readContent } from '../start/open-services.ts';
import { readCandidates, readPackFile } from '../start/read-rules.ts';
import { formatPercent } from '../views/format.ts';
import type { Span, View, ViewBlock } from '../views/view.ts';
import type { Options, Outcome, Session } from './command.ts';
import { textOption, usage } from './options.ts';

/** What the replay of a foreign log offers; it lies outside `src` and is loaded only here. */
interface LogReplay {
  backtestLog(input: {
    eventsFile: string;
    snapshotsFile: string;
    rules: readonly CompiledRule[];
    profiles: readonly Profile[];
    candidates?: readonly Profile[];
    onProgress?(done: number, total: number): void;
  }): Promise<{ rules: RuleMeasure[]; profiles: ProfileComparison | null }>;
}

const logReplay = new URL('../../evals/backtest.ts', import.meta.url);

/** `rules backtest`: what each rule would have been worth, on what is stored or on a log. */
export async function backtest(session: Session, options: Options): Promise<Outcome> {
  const { io } = session;
  const fileOf = (name: string): string | undefined => {
    const given = textOption(options, name);
    return given === undefined ? undefined : resolve(io.cwd, given);
  };
  const [eventsFile, snapshotsFile] = [fileOf('events'), fileOf('snapshots')];
  if ((eventsFile === undefined) !== (snapshotsFile === undefined))
    throw usage('rules backtest takes --events and --snapshots together, or neither');
  const form = readForm(textOption(options, 'form'));
  const content = await readContent(session.config().overrides);
  const { packs } = await content.packs.inForce();
  const packFile = fileOf('pack');
  const rules = compilePacks(packFile ? withPack(packs, await readPackFile(packFile)) : packs, form);
  const profileFile = fileOf('profile');
  const candidates = profileFile ? await readCandidates(profileFile, content.profiles) : undefined;
  const onProgress = (done: number, total: number): void =>
    io.progress({ label: 'Replaying accounts', done, total });
  const found =
    eventsFile !== undefined && snapshotsFile !== undefined
      ? await ((await import(logReplay.href)) as LogReplay).backtestLog({
          eventsFile,
          snapshotsFile,
          rules,
          profiles: content.profiles,
          onProgress,
          ...(candidates ? { candidates } : {}),
        })
      : await onStored(session, rules, candidates, onProgress);
  io.progress(null);
  const lines = found.rules.map((rule) => ({ ...rule, form: form ?? rule.form }));
  return {
    json: found.profiles ? { rules: lines, profiles: found.profiles } : lines,
    view: backtestView(lines, found.profiles),
  };
}

async function onStored(
  session: Session,
  rules: readonly CompiledRule[],
  candidates: readonly Profile[] | undefined,
  onProgress: (done: number, total: number) => void,
): Promise<Awaited<ReturnType<LogReplay['backtestLog']>>> {
  const ctx = await session.context();
  await requireReadable(ctx, 'configuration', null);
  return await backtestHistory(ctx, { rules, candidates, onProgress });
}

/** A pack that is tried takes the place of the one with its id; its rules leave every other pack. */
function withPack(packs: readonly RulePack[], tried: readonly RulePack[]): RulePack[] {
  const own = new Set(tried.flatMap(({ rules }) => rules.map(({ id }) => id)));
  const ids = new Set(tried.map(({ id }) => id));
  const rest = packs.filter(({ id }) => !ids.has(id));
  return [...rest.map((pack) => ({ ...pack, rules: pack.rules.filter(({ id }) => !own.has(id)) })), ...tried];
}

function readForm(text: string | undefined): RuleForm | undefined {
  if (text === undefined || text === 'refined' || text === 'literal') return text;
  throw usage(`A rule has no form '${text}'`, 'Say --form refined or --form literal.');
}

function backtestView(rules: readonly RuleMeasure[], profiles: ProfileComparison | null): View {
  const summary = `${rules.length} rules, replayed day by day`;
  const labels = ['Rule', 'Alert rate', 'Alerts a month', 'Precision', 'Lift', 'Recall', 'Lead'];
  return {
    summary,
    blocks: [
      { kind: 'table', columns: labels.map((label) => ({ label })), rows: rules.map(ruleRow) },
      {
        kind: 'note',
        spans: [
          {
            text: `${summary}. Alert rate: of account-weeks. * says that fewer than half of the accounts send what the rule reads.`,
          },
        ],
      },
      ...(profiles ? profileBlocks(profiles) : []),
    ],
  };
}

function ruleRow(rule: RuleMeasure): Span[][] {
  const { precision, lift, recall, medianLeadDays } = rule;
  return [
    `${rule.id}${rule.applies ? '' : ' *'}`,
    `${(100 * rule.alertRate).toFixed(1)} %`,
    rule.alertsPerAccountMonth.toFixed(2),
    precision === null ? '–' : formatPercent(precision),
    lift === null ? '–' : lift.toFixed(2),
    recall === null ? '–' : formatPercent(recall),
    medianLeadDays === null ? '–' : `${medianLeadDays} days`,
  ].map((text) => [{ text }]);
}

function profileBlocks({ before, after, moved, accounts }: ProfileComparison): ViewBlock[] {
  const share = (value: number | null): string => (value === null ? '–' : formatPercent(value));
  const rows = before.map((one, index) => {
    const other = after[index];
    return [
      one.band,
      `${one.moments} → ${other?.moments ?? 0}`,
      `${share(one.precision)} → ${share(other?.precision ?? null)}`,
      `${share(one.recall)} → ${share(other?.recall ?? null)}`,
    ].map((text) => [{ text }]);
  });
  const labels = ['Band', 'Moments', 'Of them left', 'Of all that left'];
  const moves = moved.map(({ from, to, moments }) => `${from} → ${to}: ${moments}`).join(', ');
  return [
    { kind: 'table', columns: labels.map((label) => ({ label })), rows },
    {
      kind: 'note',
      spans: [
        {
          text: `Moments that change band: ${moves || 'none'}. Accounts whose band now is another: ${accounts.length}.`,
        },
      ],
    },
  ];
}
