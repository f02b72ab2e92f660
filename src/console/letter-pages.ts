import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HoldfastError } from '../errors.ts';
import type { RequestContext, Services } from '../services/context.ts';
import { type LetterReaders, readLetter, stopLetters } from '../services/updates/opt-out.ts';
import { html, type Piece } from './escape.ts';
import { isolate, renderPage } from './layout.ts';

export interface LetterPagesOptions {
  services: Services;
  /** Whether the address carries our signature: nobody logs in here. */
  isSigned(request: FastifyRequest): boolean;
}

/** Forms go to this page alone. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'private, no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

/**
 * The page that a weekly letter leads to: it shows whom the letter went to, and a press stops letters to one of them.
 * Opening it changes nothing: programs that look into links cannot stop anybody's letters.
 */
export async function registerLetterPages(
  fastify: FastifyInstance,
  { services, isSigned }: LetterPagesOptions,
): Promise<void> {
  const ctx: RequestContext = { ...services, member: null };
  await fastify.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 4_096 },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    scope.get('/letters/:id', (request, reply) =>
      answer(request, reply, (id) => readLetter(ctx, id), drawQuestion),
    );
    scope.post('/letters/:id', (request, reply) =>
      answer(
        request,
        reply,
        (id) => stopLetters(ctx, id, String((request.body as { address?: unknown } | null)?.address ?? '')),
        drawStopped,
      ),
    );
  });

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    read: (id: string) => Promise<LetterReaders>,
    draw: (letter: LetterReaders, address: string) => Page,
  ): Promise<FastifyReply> {
    void reply.headers(headers);
    if (!isSigned(request)) return await reply.code(403).send(pageOf(refused));
    try {
      const letter = await read(String((request.params as { id: string }).id));
      return await reply.send(pageOf(draw(letter, request.url)));
    } catch (error) {
      if (!(error instanceof HoldfastError)) throw error;
      const status = error.code === 'HF_NOT_FOUND' ? 404 : 400;
      return await reply
        .code(status)
        .send(pageOf({ heading: 'That did not work', body: html`<p>${error.message}.</p>` }));
    }
  }
}

interface Page {
  heading: string;
  body: Piece;
}

const refused: Page = {
  heading: 'This link does not open any more',
  body: html`<p>Use the one in your latest letter, or reply to it: whoever reads the answer stops the letters for you.</p>`,
};

function drawQuestion({ readers }: LetterReaders, address: string): Page {
  const open = readers.filter(({ optedOut }) => !optedOut);
  if (open.length === 0)
    return {
      heading: 'You get no more letters',
      body: html`<p>That is so already. Nothing is left to do.</p>`,
    };
  const choices = open.map(
    ({ address: reader }) =>
      html`<p><label><input type="radio" name="address" value="${reader}" ${open.length === 1 ? html`checked` : ''} required> ${isolate(reader)}</label></p>`,
  );
  return {
    heading: 'No more weekly letters?',
    body: html`<form method="post" action="${address}">
<p>${open.length === 1 ? 'The letter about your week comes to this address.' : 'The letter about your week comes to these addresses. Choose yours.'}</p>
${choices}
<p><button type="submit">Stop the letters</button></p>
</form>`,
  };
}

function drawStopped(): Page {
  return {
    heading: 'You get no more letters',
    body: html`<p>It holds at once, also for a letter that is waiting to be sent. Answers to what you ask us still come.</p>`,
  };
}

function pageOf({ heading, body }: Page): string {
  return renderPage(
    { title: heading, kicker: 'Your weekly letter', heading, body, isPlain: true },
    (path) => path,
  );
}
