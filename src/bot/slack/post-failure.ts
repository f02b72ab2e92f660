import { PostFailed, type PostFailure } from '../platform/post-failed.ts';
import { isObject } from './decode-body.ts';

/**
 * Slack's own troubles: "some aspect of the operation may have succeeded before the error was raised".
 * Source: https://docs.slack.dev/reference/methods/chat.postMessage (errors)
 */
const ambiguous = new Set(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable']);
/** Refusals that pass by themselves. */
const passing = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded', 'team_added_to_org']);
/** The connection was never made, so that nothing can have been sent. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Tells apart what certainly did not happen from what may have, by the error of the client. */
export function classifyPostFailure(error: unknown): PostFailed {
  if (error instanceof PostFailed) return error;
  const fields = error instanceof Error ? ({ ...error } as Record<string, unknown>) : {};
  const message = error instanceof Error ? error.message : String(error);
  const failed = (failure: Omit<PostFailure, 'cause' | 'retryAfterMs'> & { retryAfterMs?: number | null }) =>
    new PostFailed(message, { retryAfterMs: null, ...failure, cause: error });
  switch (fields.code) {
    case 'slack_webapi_rate_limited_error': {
      const retryAfterMs = typeof fields.retryAfter === 'number' ? fields.retryAfter * 1_000 : null;
      return failed({ nothingHappened: true, permanent: false, retryAfterMs, away: 'busy' });
    }
    case 'slack_webapi_platform_error': {
      const reason = isObject(fields.data) ? String(fields.data.error) : '';
      if (ambiguous.has(reason))
        return failed({ nothingHappened: false, permanent: false, away: 'unreachable' });
      if (passing.has(reason)) return failed({ nothingHappened: true, permanent: false, away: 'busy' });
      return failed({ nothingHappened: true, permanent: true });
    }
    case 'slack_webapi_http_error': {
      const status = Number(fields.statusCode);
      if (status >= 400 && status < 500 && status !== 408)
        return failed({ nothingHappened: true, permanent: true });
      return failed({ nothingHappened: false, permanent: false, away: 'unreachable' });
    }
    case 'slack_webapi_request_error': {
      const nothingHappened = neverSent.has(codeOf(fields.original));
      return failed({ nothingHappened, permanent: false, away: 'unreachable' });
    }
    default:
      return failed({ nothingHappened: false, permanent: false });
  }
}

/** The system's name of a failed connection, however deep it lies. */
function codeOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string' && neverSent.has(at.code)) return at.code;
  }
  return '';
}
