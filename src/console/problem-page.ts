import { type ErrorCode, errorCatalogue, HoldfastError } from '../errors.ts';
import { html } from './escape.ts';
import { type LinkTo, renderPage } from './layout.ts';

/** What a reader is told instead of a page. */
export interface Problem {
  status: number;
  heading: string;
  /** What happened, with the value. */
  what: string;
  /** What to do next. */
  next: string;
  /** For whoever helps: a stable code or a trace id. */
  reference: string;
}

const headings: Readonly<Record<number, string>> = {
  400: 'This address cannot be read',
  403: 'This page does not open for you',
  404: 'There is nothing at this address',
};

/** The problem that a failure is; what is not ours is never shown, only its trace id. */
export function problemOf(error: unknown, trace: string): Problem {
  if (error instanceof HoldfastError && error.httpStatus < 500)
    return problem(error.code, error.message, error.next);
  return {
    status: error instanceof HoldfastError ? error.httpStatus : 500,
    heading: 'The page could not be made',
    what:
      error instanceof HoldfastError
        ? `${errorCatalogue[error.code].meaning}`
        : 'Something broke that should not have.',
    next: 'Open the link again in a minute. If it still fails, give the trace to whoever runs this installation.',
    reference: `trace ${trace}`,
  };
}

/** A problem with a code of the catalogue. */
export function problem(code: ErrorCode, what: string, next: string = errorCatalogue[code].next): Problem {
  const status = errorCatalogue[code].http;
  return { status, heading: headings[status] ?? 'This page cannot be shown', what, next, reference: code };
}

/** The page of a problem. */
export function renderProblemPage(shown: Problem, linkTo: LinkTo): string {
  return renderPage(
    {
      title: shown.heading,
      kicker: String(shown.status),
      heading: shown.heading,
      body: html`<div class="panel problem"><p dir="auto">${sentence(shown.what)}</p><p><b>What to do:</b> ${sentence(shown.next)}</p><p class="quiet"><code>${shown.reference}</code></p></div>`,
    },
    linkTo,
  );
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
