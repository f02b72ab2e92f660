import { errorCatalogue, HoldfastError } from '../../errors.ts';
import type { View } from '../../views/view.ts';

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
