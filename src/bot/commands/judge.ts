import { type SentimentValue, sentimentValues } from '../../domain/judgement.ts';
import { isUtcDay, utcDayOf } from '../../domain/utc-day.ts';
import { HoldfastError } from '../../errors.ts';
import { readScore } from '../../rules/question/judgement-command.ts';
import {
  askedJudgement,
  type JudgementInput,
  judgementExample,
} from '../../rules/question/judgement-params.ts';
import type { JudgementQuestion } from '../../rules/question/question.ts';
import type { RequestContext } from '../../services/context.ts';
import { proposeAction } from '../../services/propose-action.ts';
import { incompleteView, judgementForm } from '../../views/judgement-forms.ts';
import { notProposedView, proposedView } from '../../views/proposed-view.ts';
import type { Answer, Asked } from '../reply.ts';

/**
 * `/cs override acme 45 until 2026-12-31 because …`, `/cs sentiment acme good until …`: proposes it. With nothing but
 * the account it opens a form; what lacks a part is refused with an example.
 */
export async function judge(
  ctx: RequestContext,
  accountId: string,
  question: JudgementQuestion,
  asked: Asked['kind'],
): Promise<Answer> {
  const judgement = askedJudgement(question);
  const today = utcDayOf(ctx.clock.now());
  if (!judgement.ok) {
    const { missing } = judgement;
    const example = `/cs ${judgementExample({ ...question, account: question.account || accountId }, today)}`;
    const view = incompleteView(
      missing.map((input) => words[input].need),
      example,
    );
    if (asked === 'submit') return { view, fieldErrors: problemsOf(missing) };
    // A form opens where a person pressed or typed a command just now; words in a thread cannot open one.
    if (asked === 'message' || missing.length < 3) return { view };
    const [account] = await ctx.store.findAccounts([accountId]);
    const initial = { value: '', until: '', reason: '' };
    return {
      view,
      form: judgementForm({
        kind: question.kind,
        account: accountId,
        name: account?.name ?? accountId,
        initial,
      }),
    };
  }
  const { kind, params } = judgement;
  try {
    const result = await proposeAction(ctx, { kind, account: accountId, params });
    if (result.ok) return { view: proposedView(result.proposal) };
    const view = notProposedView(result.reason);
    return result.refusal === 'not_allowed' && asked === 'submit'
      ? { view, fieldErrors: { until: result.reason } }
      : { view };
  } catch (error) {
    if (asked !== 'submit' || !(error instanceof HoldfastError) || error.code !== 'HF_ACTION_INVALID')
      throw error;
    const input = question.kind === 'override' ? 'score' : 'reason';
    return { view: notProposedView(error.message), fieldErrors: { [input]: error.message } };
  }
}

/** What was filled into the form of an account; what cannot be read counts as missing. */
export function judgementFromForm(
  kind: JudgementQuestion['kind'],
  account: string,
  fields: Readonly<Record<string, string>>,
): JudgementQuestion {
  const until = isUtcDay(fields.until ?? '') ? (fields.until ?? null) : null;
  const reason = (fields.reason ?? '').replaceAll('\r\n', '\n').trim();
  if (kind === 'override')
    return { kind, account, hundredths: readScore(fields.score?.trim() ?? ''), until, reason };
  const value: SentimentValue | null = sentimentValues.find((known) => known === fields.sentiment) ?? null;
  return { kind, account, value, until, reason };
}

const words: Readonly<Record<JudgementInput, { need: string; problem: string }>> = {
  score: { need: 'a score from 0 to 100', problem: 'Write a score from 0 to 100, such as 45 or 45.50.' },
  sentiment: { need: 'good, neutral or poor', problem: 'Choose one.' },
  until: { need: 'the last day on which it holds', problem: 'Choose the last day on which it holds.' },
  reason: { need: 'a reason', problem: 'Say why; others will read it.' },
};

function problemsOf(missing: readonly JudgementInput[]): Record<string, string> {
  return Object.fromEntries(missing.map((input) => [input, words[input].problem]));
}
