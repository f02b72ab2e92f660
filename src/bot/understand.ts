import type { UtcDay } from '../domain/utc-day.ts';
import { withoutAsk } from '../rules/question/knowledge-question.ts';
import { parseQuestion } from '../rules/question/parse-question.ts';
import type { Question } from '../rules/question/question.ts';
import { type HomeAction, homeWords } from '../views/view.ts';
import { judgementFromForm } from './commands/judge.ts';
import { packClick } from './commands/pack.ts';
import { pageOf } from './commands/portfolio.ts';
import type { Asked } from './reply.ts';

/** Which question somebody asks: buttons and pickers carry the account; everything else is words. */
export function understand(asked: Asked, today: UtcDay): Question {
  if (asked.kind === 'click') return understandClick(asked.action, asked.value, today);
  if (asked.kind === 'submit' && asked.form !== 'ask') {
    const { form, value, fields } = asked;
    if (form === 'override' || form === 'sentiment') return judgementFromForm(form, value, fields);
    return { kind: 'unknown', nearest: ['help'] };
  }
  return parseQuestion(withoutAsk(textOf(asked)), today);
}

/** What was typed or said, in a form too; empty for everything else. */
export function textOf(asked: Asked): string {
  if (asked.kind === 'submit' && asked.form === 'ask') return asked.fields.question ?? '';
  return asked.kind === 'command' || asked.kind === 'message' ? asked.text : '';
}

function understandClick(action: string, value: string, today: UtcDay): Question {
  if (Object.hasOwn(homeWords, action)) return parseQuestion(homeWords[action as HomeAction], today);
  switch (action) {
    case 'health':
    case 'timeline':
    case 'adoption':
      return { kind: action, account: value };
    case 'update':
      return { kind: 'update', account: value, verb: 'show', by: null };
    case 'why':
      return { kind: 'why', account: value, since: null };
    case 'accounts-page':
      return pageOf(value) ?? { kind: 'unknown', nearest: ['accounts'] };
    case 'approvals-page':
      return parseQuestion(`approvals ${value}`, today);
    case 'play':
    case 'alert-play':
      return { kind: 'play', account: value, playbook: null };
    case 'bug':
      return { kind: 'bug', issue: value };
    case 'onboarding':
      return { kind: 'onboarding', account: value, review: false };
    case 'onboard':
      return { kind: 'onboard', account: value };
    case 'brief':
      return { kind: 'brief', account: value };
    case 'scorecard-pack':
      return { kind: 'scorecard', month: value, asPack: true };
    case 'digest-pdf':
      return { kind: 'digest', verb: 'pdf', id: value };
    case 'help':
      return { kind: 'help' };
    default:
      return packClick(action, value) ?? { kind: 'unknown', nearest: ['help'] };
  }
}
