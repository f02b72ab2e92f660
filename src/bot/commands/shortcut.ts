import { findingKinds } from '../../domain/finding.ts';
import { severities } from '../../domain/rule-pack.ts';
import { accountOfQuestion } from '../../services/account-of-question.ts';
import { raiseByHand } from '../../services/alerts/raise-by-hand.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { noteAccount } from '../../services/note-account.ts';
import { findAccountByText } from '../../services/resolve-account.ts';
import { said } from '../../views/said.ts';
import { askForm, messageOfForm, noteForm, raiseForm } from '../../views/shortcut-forms.ts';
import type { View } from '../../views/view.ts';
import { recallAccount, wordsOfChannel } from '../conversation.ts';
import type { AboutMessage, Answer, Asked, ChatRequest } from '../reply.ts';

type Begun = Extract<Asked, { kind: 'shortcut' | 'mark' | 'submit' }>;

const forms = new Set(['note', 'alert-raise']);

/** Whether something is begun from a message or from anywhere, or comes back from such a form. */
export function isBegun(asked: Asked): asked is Begun {
  if (asked.kind === 'shortcut' || asked.kind === 'mark') return true;
  return asked.kind === 'submit' && forms.has(asked.form);
}

/** A shortcut opens its form; a mark is noted at once where it is clear whom it is about; a form is carried out. */
export async function onBegun(ctx: RequestContext, asked: Begun, request: ChatRequest): Promise<Answer> {
  await requireReadable(ctx, 'account', null);
  switch (asked.kind) {
    case 'mark':
      return { view: await noteMarked(ctx, asked.about, request) };
    case 'submit':
      return asked.form === 'note' ? await noteFrom(ctx, asked) : await raiseFrom(ctx, asked);
    case 'shortcut': {
      const { name, about } = asked;
      const account = name === 'ask' ? '' : await guess(ctx, about, request);
      const form =
        name === 'ask'
          ? askForm(about)
          : name === 'note'
            ? noteForm(about, account)
            : raiseForm(about, account);
      return { view: said('Fill in the form.'), form };
    }
  }
}

/** Whom a message is about: whom its words name, else its thread, else the channel's name; '' = nobody knows. */
async function guess(ctx: RequestContext, about: AboutMessage | null, request: ChatRequest): Promise<string> {
  const around = request.thread === null ? null : await recallAccount(ctx, request);
  const { account } = await accountOfQuestion(ctx, about?.text ?? '', around);
  if (account !== null) return account;
  const place = wordsOfChannel(request.channelName ?? '');
  return (await accountOfQuestion(ctx, place, null)).account ?? '';
}

async function noteMarked(ctx: RequestContext, about: AboutMessage, request: ChatRequest): Promise<View> {
  const account = await guess(ctx, about, request);
  if (account !== '' && about.text.trim() !== '') {
    const { key, author, url, text } = about;
    return await noted(
      ctx,
      await noteAccount(ctx, { account, text: fitted(text), source: { key, author, url } }),
    );
  }
  const why = about.text.trim() === '' ? 'The message has no words to note.' : 'Which account is it about?';
  return {
    summary: why,
    blocks: [
      { kind: 'text', spans: [{ text: why }] },
      {
        kind: 'buttons',
        buttons: [{ action: 'note-message', label: 'Write the note', value: about.key.slice(0, 500) }],
      },
    ],
  };
}

const noteLength = 2_000;

/** A note is a few paragraphs; the message itself stays where it is, and the note says where. */
function fitted(text: string): string {
  return text.length <= noteLength ? text : `${text.slice(0, noteLength - 1)}…`;
}

type Submitted = Extract<Asked, { kind: 'submit' }>;

async function noteFrom(ctx: RequestContext, { value, fields }: Submitted): Promise<Answer> {
  const found = await accountIn(ctx, fields.account ?? '');
  if ('problem' in found) return inForm({ account: found.problem });
  if ((fields.text ?? '').trim() === '') return inForm({ text: 'Say what is to be noted.' });
  const source = messageOfForm(value);
  return {
    view: await noted(ctx, await noteAccount(ctx, { account: found.id, text: fields.text ?? '', source })),
  };
}

async function noted(
  ctx: RequestContext,
  { account: id, isNew }: { account: string; isNew: boolean },
): Promise<View> {
  const [account] = await ctx.store.findAccounts([id]);
  const name = account?.name ?? id;
  const words = isNew ? `Noted on the timeline of ${name}.` : `It stands on the timeline of ${name} already.`;
  return {
    summary: words,
    blocks: [
      { kind: 'text', spans: [{ text: words }] },
      { kind: 'buttons', buttons: [{ action: 'timeline', label: 'Show the timeline', value: id }] },
    ],
  };
}

async function raiseFrom(ctx: RequestContext, { value, fields }: Submitted): Promise<Answer> {
  const { account = '', title = '', text = '', kind, severity } = fields;
  const found = await accountIn(ctx, account);
  if ('problem' in found) return inForm({ account: found.problem });
  if (title.trim() === '') return inForm({ title: 'Say in a few words what it is.' });
  if (text.trim() === '') return inForm({ text: 'Say what you saw.' });
  const result = await raiseByHand(ctx, {
    account: found.id,
    title,
    text,
    source: messageOfForm(value),
    kind: findingKinds.find((known) => known === kind) ?? 'risk',
    severity: severities.find((known) => known === severity) ?? 'medium',
  });
  if (!result.ok) return inForm({ title: result.reason });
  const { picture, finding, id } = result.alert;
  const words = `The alert is open. ${picture.accountName}: ${finding.title}`;
  return {
    view: {
      summary: words,
      blocks: [
        { kind: 'text', spans: [{ text: words }] },
        {
          kind: 'buttons',
          buttons: [
            { action: 'alert-take', label: "I'm on it", value: id },
            { action: 'alert-assign', label: 'Assign', value: id },
          ],
        },
      ],
    },
  };
}

/** A name that is not sure is never guessed. */
async function accountIn(ctx: RequestContext, text: string): Promise<{ id: string } | { problem: string }> {
  if (text.trim() === '') return { problem: 'Write its name, id or domain.' };
  const match = await findAccountByText(ctx, text);
  if (match.kind === 'found') return { id: match.id };
  const several = match.kind === 'ambiguous';
  const names = (several ? match.candidates : match.closest).map(({ id }) => id).join(', ');
  if (several) return { problem: `It fits several accounts. Write one of these ids: ${names}.` };
  return { problem: `No account has this name.${names === '' ? '' : ` Closest: ${names}.`}` };
}

function inForm(fieldErrors: Record<string, string>): Answer {
  return { view: said(Object.values(fieldErrors)[0] ?? ''), fieldErrors };
}
