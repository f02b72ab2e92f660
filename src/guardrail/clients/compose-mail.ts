import MailComposer from 'nodemailer/lib/mail-composer';
import type { MailParts } from '../mail-writer.ts';
import type { Attachment } from './attachments.ts';

/** An e-mail before it is bytes. */
export interface Mail {
  from: string;
  to: readonly string[];
  subject: string;
  messageId: string;
  /** Text alone, or text and HTML of the same words. */
  words: Pick<MailParts, 'text'> & Partial<MailParts>;
  /** What comes with it, as it was approved. */
  files?: readonly Attachment[];
  calendar?: { method: string; filename: string; content: string } | undefined;
  /** Given where the same mail has to be the same bytes. */
  fixed?: { date: Date; boundary: string } | undefined;
}

/** The bytes of an e-mail: with HTML it is `multipart/alternative`. Nothing in it is fetched or read from a file. */
export async function composeMail(mail: Mail): Promise<Buffer> {
  const { from, to, subject, messageId, words, calendar, files = [], fixed } = mail;
  return await new MailComposer({
    from,
    to: [...to],
    subject,
    ...words,
    messageId,
    ...(calendar ? { icalEvent: calendar } : {}),
    attachments: files.map(({ fileName, contentType, bytes }) => ({
      filename: fileName,
      contentType,
      content: Buffer.from(bytes),
    })),
    ...(fixed ? { date: fixed.date, baseBoundary: fixed.boundary } : {}),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}
