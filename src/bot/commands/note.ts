import type { NoteQuestion } from '../../rules/question/question.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { noteAccount } from '../../services/note-account.ts';
import { findAccountByText } from '../../services/resolve-account.ts';
import { missingAccountView } from '../../views/account-view.ts';
import { whichAccountView } from '../../views/judgement-forms.ts';
import type { View } from '../../views/view.ts';

const example = '/cs note acme: they move to a new office in May';

/** `/cs note acme: …`: stands on the account's timeline. A name that is not sure is never guessed. */
export async function note(ctx: RequestContext, { of, text }: NoteQuestion): Promise<View> {
  await requireReadable(ctx, 'account', null);
  if (of === '' || text === '') return missingAccountView(example);
  const match = await findAccountByText(ctx, of);
  if (match.kind !== 'found') {
    const several = match.kind === 'ambiguous';
    return whichAccountView(of, several ? match.candidates : match.closest, several);
  }
  await noteAccount(ctx, { account: match.id, text });
  const [account] = await ctx.store.findAccounts([match.id]);
  const said = `Noted on the timeline of ${account?.name ?? match.id}.`;
  return {
    summary: said,
    blocks: [
      { kind: 'text', spans: [{ text: said }] },
      {
        kind: 'buttons',
        buttons: [{ action: 'timeline', label: 'Show the timeline', value: match.id }],
      },
    ],
  };
}
