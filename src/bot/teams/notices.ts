import { said } from '../../views/said.ts';
import type { View } from '../../views/view.ts';

/** A control or form that this version does not know. */
export function unknownNotice(what: string): View {
  switch (what) {
    case 'an empty choice':
      return said('Choose one of the list first.');
    case 'a file without words':
      return said(
        'I read no files, so nothing was done. Write what you want to know, such as: how is Acme doing?',
      );
    default:
      return said(`I do not know ${what}, so nothing was done. Write help to see what I answer.`);
  }
}

/** A person of another company. */
export function refusalNotice(): View {
  return said(
    'This Holdfast answers the people of its own company only, so nothing was done. Ask your contact there instead.',
  );
}

/** What Teams did not wait for. */
export function lateNotice(): View {
  return said('This takes a moment. The answer comes as a message.');
}

/** A press that could not be kept. */
export function unavailableNotice(): View {
  return said('Holdfast could not take this, so nothing was done. Press again in a minute.');
}

/** The same press, delivered again. */
export function takenNotice(): View {
  return said('This was taken already; its answer is on the way.');
}
