import { stripHidden } from '../../domain/hidden-characters.ts';
import type { MailParts, MailSource, MailWriter } from '../../guardrail/mail-writer.ts';
import type { Span, View, ViewBlock } from '../../views/view.ts';
import { mailText } from './mail-text.ts';
import { readLetter } from './read-letter.ts';

/** An e-mail before it is HTML or text: blocks without anything hidden, and full addresses. */
export interface MailPicture {
  subject: string;
  /** What a list of mails shows beside the subject. */
  summary: string;
  blocks: ViewBlock[];
  /** Under everything; its link leads away from these mails. Null = nothing stands there */
  footer: Span[] | null;
  addressOf(path: string): string;
}

/** What stands under a weekly letter; the words of the link stand alone in its text part. */
const optOutWords = {
  why: 'You get this each week as one of our contacts at your company.',
  link: 'I want no more of these',
} as const;

/**
 * Sets e-mails as HTML and as text. @react-email is loaded with the first one: it costs half a second, and most processes
 * never send any. Source: ADR-0034
 * @param linkTo - makes the path of a page of ours a full address; the second is for how many days it opens
 */
export function createMailWriter(linkTo: (path: string, days: 'usual' | 'long') => string): MailWriter {
  return async (source): Promise<MailParts> => {
    const picture = pictureOf(source, linkTo);
    const { mailHtml } = await import('./mail-html.ts');
    return { html: await mailHtml(picture), text: textOf(source, picture) };
  };
}

function pictureOf(
  source: MailSource,
  linkTo: (path: string, days: 'usual' | 'long') => string,
): MailPicture {
  const subject = stripHidden(source.subject);
  if (source.kind === 'view') {
    const { summary, blocks } = seen(source.view);
    return { subject, summary, blocks, footer: null, addressOf: (path) => linkTo(path, 'usual') };
  }
  const blocks = readLetter(stripHidden(source.body));
  const footer = [
    { text: `${optOutWords.why} `, quiet: true },
    { text: optOutWords.link, link: source.optOut },
  ];
  return {
    subject,
    summary: subject,
    blocks,
    footer,
    addressOf: (path) => linkTo(path, 'long'),
  };
}

/** A letter's own lines are its text, as people approved them. */
function textOf(source: MailSource, picture: MailPicture): string {
  if (source.kind === 'view') return mailText(picture);
  const { why, link } = optOutWords;
  return `${stripHidden(source.body)}\n\n-- \n${why}\n${link}: ${picture.addressOf(source.optOut)}\n`;
}

/** The view without characters that hide or turn what follows. */
function seen(view: View): View {
  const clean = <T>(value: T): T => {
    if (typeof value === 'string') return stripHidden(value) as T;
    if (Array.isArray(value)) return value.map(clean) as T;
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clean(item)])) as T;
  };
  return clean(view);
}
