import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HoldfastError } from '../../errors.ts';
import { keepAttempt, takeAttempt } from '../../services/sign-in/provider-attempts.ts';
import {
  readConsoleLink,
  type SignedIn,
  signInByLink,
  signInByProvider,
  signOut,
} from '../../services/sign-in/sign-in.ts';
import { html, type Piece } from '../escape.ts';
import { isolate } from '../layout.ts';
import { type Query, readText } from '../read-address.ts';
import type { ConsoleOptions } from './options.ts';
import { csrfField } from './protect.ts';
import { cookieNames, cookieOptions } from './session-cookie.ts';
import { renderDoorPage } from './shell.ts';

/**
 * Guessing is hopeless already; this keeps the log readable and the begun sign-ins few. Counted by address, since a
 * cookie can be made up; a whole company may come from one.
 */
const signInRate = {
  config: {
    rateLimit: { max: 120, timeWindow: 60_000, keyGenerator: ({ ip }: FastifyRequest): string => ip },
  },
};

const callbackPath = '/console/sign-in/callback';

/** Adds signing in, by a local link and by the company's provider, and signing out. */
export function registerSignIn(scope: FastifyInstance, options: ConsoleOptions): void {
  const { services, provider, baseUrl } = options;
  const cookies = cookieOptions(baseUrl.startsWith('https:'));

  scope.get('/console/sign-in', signInRate, async (request, reply) => {
    if (request.signedIn) return await reply.redirect('/console', 303);
    const to = ownPath(readText(request.query as Query, 'to'));
    return await reply.send(renderDoorPage(doors(provider !== null, to)));
  });

  if (provider) {
    scope.get('/console/sign-in/provider', signInRate, async (request, reply) => {
      const { url, state, nonce, verifier } = await provider.begin(baseUrl + callbackPath);
      const returnTo = ownPath(readText(request.query as Query, 'to'));
      await keepAttempt(services, state, { nonce, verifier, returnTo });
      // The answer counts in the browser that asked: nobody can sign somebody else in as themselves.
      void reply.setCookie(cookieNames.signIn, state, cookies);
      return await reply.redirect(url, 303);
    });
    scope.get(callbackPath, signInRate, async (request, reply) => {
      const state = request.cookies[cookieNames.signIn];
      void reply.clearCookie(cookieNames.signIn, cookies);
      const kept = state === undefined ? null : await takeAttempt(services, state);
      if (state === undefined || !kept)
        throw new HoldfastError(
          'HF_SIGN_IN',
          'This sign-in was not begun in this browser, or it took too long',
        );
      const person = await provider.finish(new URL(baseUrl + request.url), { ...kept, state });
      const signedIn = await signInByProvider(services, person);
      if (!signedIn) return await reply.code(403).send(renderDoorPage(stranger(person.email)));
      return await letIn(request, reply, signedIn, kept.returnTo);
    });
  }

  scope.get<{ Params: { token: string } }>('/console/sign-in/:token', signInRate, async (request, reply) => {
    requireLocal(options, request);
    const member = await readConsoleLink(services, request.params.token);
    if (!member) return await reply.code(403).send(renderDoorPage(usedUp));
    const csrf = csrfField(request, reply);
    return await reply.send(renderDoorPage(confirm(member, request.url, csrf)));
  });
  scope.post<{ Params: { token: string } }>('/console/sign-in/:token', signInRate, async (request, reply) => {
    requireLocal(options, request);
    const signedIn = await signInByLink(services, request.params.token);
    if (!signedIn) return await reply.code(403).send(renderDoorPage(usedUp));
    return await letIn(request, reply, signedIn, '/console');
  });

  scope.post('/console/sign-out', async (request, reply) => {
    if (request.signedIn) await signOut(services, request.signedIn.session);
    void reply.clearCookie(cookieNames.session, cookies).clearCookie(cookieNames.csrf, cookies);
    return await reply.redirect('/console/sign-in', 303);
  });

  async function letIn(
    { signedIn }: FastifyRequest,
    reply: FastifyReply,
    { token }: SignedIn,
    to: string,
  ): Promise<FastifyReply> {
    // Whoever had this browser before is not in it any more.
    if (signedIn) await signOut(services, signedIn.session);
    void reply.setCookie(cookieNames.session, token, cookies);
    // What forms carried before belongs to nobody: it ends with them.
    void reply.clearCookie(cookieNames.csrf, cookies);
    return await reply.redirect(to, 303);
  }
}

function requireLocal({ isLocal }: ConsoleOptions, request: FastifyRequest): void {
  if (isLocal(request)) return;
  throw new HoldfastError('HF_FORBIDDEN', 'A sign-in link opens on the machine that Holdfast runs on', {
    next: 'Open it there, or sign in with your company account.',
  });
}

/** A page of the console to go on with; anything else is the first page. */
function ownPath(text: string | undefined): string {
  return text !== undefined && /^\/console(?:[/?][\w\-./?=&%+~,:@]*)?$/.test(text) && !text.includes('//')
    ? text
    : '/console';
}

interface Door {
  title: string;
  body: Piece;
}

function doors(hasProvider: boolean, to: string): Door {
  const command = html`<pre>npm run -s holdfast -- console link</pre>`;
  const asSomebody = html`<p class="quiet">For somebody else than the first admin: <code>--as csm1</code>. A link signs in once, within 30 minutes.</p>`;
  if (!hasProvider)
    return {
      title: 'Sign in',
      body: html`<p>Holdfast printed a link when it started. Open it, or make a new one in a terminal on this machine:</p>${command}${asSomebody}`,
    };
  return {
    title: 'Sign in',
    body: html`<p><a class="button primary" href="/console/sign-in/provider?to=${encodeURIComponent(to)}">Sign in with your company account</a></p>
<details><summary>On the machine that Holdfast runs on</summary>${command}${asSomebody}</details>`,
  };
}

function confirm({ name, role }: { name: string; role: string }, action: string, csrf: Piece): Door {
  return {
    title: `Sign in as ${name}`,
    body: html`<p>You will see and decide what ${isolate(name)} may, with the role <b>${role}</b>. The link is used up with this.</p>
<form method="post" action="${action}">${csrf}<button type="submit" class="primary" autofocus>Sign in</button></form>`,
  };
}

const usedUp: Door = {
  title: 'This link does not open any more',
  body: html`<p>A link signs in once, within 30 minutes. Make a new one in a terminal on this machine:</p><pre>npm run -s holdfast -- console link</pre>`,
};

function stranger(email: string | null): Door {
  const who =
    email === null
      ? 'your account has no verified e-mail address'
      : html`nobody here has the address ${isolate(email)}`;
  return {
    title: 'Nobody here knows you yet',
    body: html`<p>You signed in, but ${who}, so there is nothing that you may see. This was written down.</p>
<p><b>What to do:</b> ask an admin to write you down in <code>members.yaml</code>, with that e-mail address.</p>
<p><a href="/console/sign-in">Sign in with another account</a></p>`,
  };
}
