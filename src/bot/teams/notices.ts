import { errorCatalogue, HoldfastError } from '../../errors.ts';
import type { View } from '../../views/view.ts';

/** A control or form that this version does not know. */
export function unknownNotice(what: string): View {
  return what === 'an empty choice'
    ? sentence('Choose one of the list first.')
    : sentence(`I do not know ${what}, so nothing was done. Write help to see what I answer.`);
}

/** A person of another company. */
export function refusalNotice(): View {
  return sentence(
    'This Holdfast answers the people of its own company only, so nothing was done. Ask your contact there instead.',
  );
}

/** What Teams did not wait for. */
export function lateNotice(): View {
  return sentence('This takes a moment. The answer comes as a message.');
}

/** A press that could not be kept. */
export function unavailableNotice(): View {
  return sentence('Holdfast could not take this, so nothing was done. Press again in a minute.');
}

/** The same press, delivered again. */
export function takenNotice(): View {
  return sentence('This was taken already; its answer is on the way.');
}

/** What a person reads when answering failed: the next step and a reference, never the raw error. */
export function failureNotice(error: unknown, trace: string): View {
  const expected =
    error instanceof HoldfastError && error.httpStatus < 500 ? errorCatalogue[error.code] : null;
  const what = expected
    ? `${expected.meaning} ${expected.next}`
    : 'Something went wrong on our side, and nothing was changed. Ask again in a minute; if it stays, tell your admin.';
  const text = `${what} Reference: `;
  return {
    summary: `${text}${trace}`,
    blocks: [{ kind: 'text', spans: [{ text }, { text: trace, code: true }] }],
  };
}

function sentence(text: string): View {
  return { summary: text, blocks: [{ kind: 'text', spans: [{ text }] }] };
}
