import type { RequestContext } from '../../services/context.ts';
import type { View } from '../../views/view.ts';

/** What a command answers: always a view, never a side effect. */
export type Answer = Promise<View> | View;

/** A command about one account, which the router has resolved. */
export type AccountCommand<Question> = (ctx: RequestContext, accountId: string, question: Question) => Answer;
