import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorCode, HoldfastError, withoutPlaces } from '../errors.ts';
import type { Services } from '../services/context.ts';
import type { BodyAdvice } from './body-advice.ts';
import { toKnownFailure } from './known-failure.ts';

const retryAfterSeconds = 2;

/** What a failed request answers; never a raw error. */
export interface ErrorAnswer {
  code: ErrorCode;
  message: string;
  next: string;
  /** Stands in the log beside the cause. */
  trace: string;
}

/** The one error handler: a code, what happened, what to do next, and a trace id. */
export function createErrorHandler({ log }: Pick<Services, 'log'>) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const trace = request.id;
    const known =
      fromFramework(error, request.routeOptions.config?.bodyAdvice) ?? toKnownFailure(error, trace);
    const failure = withoutPlaces(known);
    const place = failure === known ? {} : { reason: known.message };
    const details = { trace, code: failure.code, route: request.routeOptions.url ?? 'none', ...place };
    // Too much at once is the senders' doing, and says nothing of what is broken here.
    if (failure.httpStatus >= 500 && failure.code !== 'HF_BUSY')
      log.error({ ...details, err: failure.cause ?? failure }, 'a request failed');
    else log.info(details, 'a request was refused');
    if (failure.httpStatus === 503 && !reply.hasHeader('retry-after'))
      reply.header('retry-after', String(retryAfterSeconds));
    // An unread body would have to be read to its end before the connection could carry another request.
    if (!request.raw.complete) reply.header('connection', 'close');
    return reply.code(failure.httpStatus).send(toAnswer(failure, trace));
  };
}

/** A failure as JSON. */
export function toAnswer(failure: HoldfastError, trace: string): ErrorAnswer {
  return { code: failure.code, message: failure.message, next: failure.next, trace };
}

/** What the framework itself refuses; its messages speak of its own inside. */
function fromFramework(error: FastifyError, advice: BodyAdvice | undefined): HoldfastError | null {
  if (error instanceof HoldfastError || typeof error.statusCode !== 'number' || error.statusCode >= 500)
    return null;
  if (error.code === 'FST_ERR_BAD_URL')
    return new HoldfastError('HF_NOT_FOUND', 'The address holds a % that stands for no character');
  switch (error.statusCode) {
    case 404:
      return new HoldfastError('HF_NOT_FOUND', 'There is no page at this address');
    case 413:
      return told('HF_BODY_TOO_LARGE', 'The body is larger than this address takes', advice?.tooLarge);
    case 415:
      return told('HF_MEDIA_TYPE', 'The Content-Type is not one that this address reads', advice?.mediaType);
    default:
      return told('HF_BODY_INVALID', 'The request cannot be read', advice?.invalid);
  }
}

function told(code: ErrorCode, message: string, next: string | undefined): HoldfastError {
  return new HoldfastError(code, message, next === undefined ? {} : { next });
}
