import type { ActionKindName, ActionValue } from '../../domain/action.ts';
import { addDays, type UtcDay } from '../../domain/utc-day.ts';
import type { JudgementQuestion } from './question.ts';

/** What an override or a sentiment cannot do without, by the names of the form's inputs. */
export type JudgementInput = 'score' | 'sentiment' | 'until' | 'reason';

/** An action to propose, or what is missing for one. */
export type AskedJudgement =
  | { ok: true; kind: ActionKindName; params: Readonly<Record<string, ActionValue>> }
  | { ok: false; missing: JudgementInput[] };

/** The action that somebody asks for; its own schema says whether its values are allowed. */
export function askedJudgement(question: JudgementQuestion): AskedJudgement {
  const { until, reason } = question;
  const missing: JudgementInput[] = [];
  if (question.kind === 'override' && scoreOf(question) === null) missing.push('score');
  if (question.kind === 'sentiment' && question.value === null) missing.push('sentiment');
  if (until === null) missing.push('until');
  if (reason.trim() === '') missing.push('reason');
  if (missing.length > 0) return { ok: false, missing };
  return question.kind === 'override'
    ? { ok: true, kind: 'score.override', params: { scoreHundredths: question.hundredths, reason, until } }
    : { ok: true, kind: 'sentiment.set', params: { sentiment: question.value, reason, until } };
}

/** The command in full, ready to type: what was typed already stays, the rest is an example. */
export function judgementExample(question: JudgementQuestion, today: UtcDay): string {
  const quoted = question.account === '' ? 'acme' : question.account;
  const value =
    question.kind === 'override' ? String((scoreOf(question) ?? 4500) / 100) : (question.value ?? 'good');
  const until = question.until ?? addDays(today, exampleDays);
  const reason = question.reason.trim() === '' ? exampleReasons[question.kind] : question.reason.trim();
  return `${question.kind} ${quoted} ${value} until ${until} because ${reason}`;
}

/** Null = none was typed, or one above 100. */
function scoreOf({ hundredths }: Extract<JudgementQuestion, { kind: 'override' }>): number | null {
  return hundredths !== null && hundredths <= 10_000 ? hundredths : null;
}

const exampleDays = 30;
const exampleReasons = {
  override: 'their sponsor left this week',
  sentiment: 'they praised the roll-out',
} as const;
