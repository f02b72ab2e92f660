import type { Ids } from '../../domain/ids.ts';
import { slackLimits } from '../slack/limits.ts';
import { checkEach } from './check-blocks.ts';
import { checkView } from './check-view.ts';
import { type Arguments, failed, isRecord, jsonOf, type Method, refused, textOf } from './slack-answers.ts';

/** A modal that the app opened, as its person has it in front of them. */
export interface OpenView {
  id: string;
  user: string;
  view: Arguments;
}

/** Modals and Home tabs. `openViews` receives what `views.open` opens, `homes` each person's tab. */
export function viewMethods(
  openViews: Map<string, OpenView>,
  homes: Map<string, unknown[]>,
  takeTrigger: (triggerId: string) => string | null,
  ids: Ids,
): Record<string, Method> {
  return {
    'views.publish': (given) => {
      const [user, view] = [textOf(given.user_id), jsonOf(given.view)];
      if (!isRecord(view) || view.type !== 'home' || !Array.isArray(view.blocks))
        return refused('invalid_arguments', ['view: must be a home view']);
      if (view.blocks.length > slackLimits.viewBlocks)
        return refused('invalid_arguments', [`view: has ${view.blocks.length} blocks`]);
      const problems = checkEach(view.blocks);
      if (problems.length > 0) return refused('invalid_blocks', problems);
      homes.set(user, view.blocks);
      return { ok: true, view: { ...view, id: `V0${ids.trace()}` } };
    },
    'views.open': (given) => {
      const user = takeTrigger(textOf(given.trigger_id));
      if (user === null) return failed('expired_trigger_id');
      const view = jsonOf(given.view);
      const problems = checkView(view);
      if (problems.length > 0 || !isRecord(view)) return refused('invalid_arguments', problems);
      const opened = { id: `V0${ids.trace()}`, user, view };
      openViews.set(opened.id, opened);
      const oldest = openViews.keys().next().value;
      if (openViews.size > keptViews && oldest !== undefined) openViews.delete(oldest);
      return { ok: true, view: { ...view, id: opened.id } };
    },
    'views.update': (given) => {
      const opened = openViews.get(textOf(given.view_id));
      if (!opened) return failed('not_found');
      const view = jsonOf(given.view);
      const problems = checkView(view);
      if (problems.length > 0 || !isRecord(view)) return refused('invalid_arguments', problems);
      openViews.set(opened.id, { ...opened, view });
      return { ok: true, view: { ...view, id: opened.id } };
    },
  };
}

/** A form that nobody sends is forgotten sometime. */
const keptViews = 200;
