import { said } from '../../views/said.ts';
import type { View } from '../../views/view.ts';
import { slackSurface } from './surface.ts';

/** A control, command or form that this version does not know. */
export function unknownNotice(what: string): View {
  return said(
    `I do not know ${what}, so nothing was done. Type ${slackSurface.command} help to see what I answer.`,
  );
}

/** A form that could not be opened: nothing to open it with, or Slack's three seconds were over. */
export function formNotice(why: 'here' | 'in time'): View {
  return said(
    why === 'here'
      ? `I cannot open a form from here. Type ${slackSurface.command} with the same words in a channel.`
      : 'The form could not be opened in time, and nothing was done. Press the button again.',
  );
}

/** A request of another app or another company's workspace. */
export function refusalNotice(): View {
  return said(
    'This Holdfast answers the people of its own workspace only, so nothing was done. Ask your contact there instead.',
  );
}
