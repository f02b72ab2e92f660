/**
 * Every failure that a person can meet has a stable code. The catalogue is the single list of them:
 * `docs/reference/errors.md` is generated from it, and a test compares code, catalogue and page.
 */
export const errorCatalogue = {
  HF_ACCOUNT_UNKNOWN: {
    exit: 1,
    http: 404,
    meaning: 'No account has this name, id, alias or domain.',
    next: 'Use one of the closest names, or list all with `holdfast accounts`.',
  },
  HF_ACCOUNT_AMBIGUOUS: {
    exit: 1,
    http: 409,
    meaning: 'Several accounts fit this name.',
    next: 'Pick one of the candidates and ask again with its id.',
  },
  HF_EVENT_INVALID: {
    exit: 1,
    http: 422,
    meaning: 'An event does not fit its schema.',
    next: 'Correct the field named in the reason, then `holdfast dead-letters replay`.',
  },
  HF_EVENT_CONFLICT: {
    exit: 1,
    http: 409,
    meaning: 'A different body came under an event id that is already stored.',
    next: 'Send the correction under a new id; the stored event stays as it is.',
  },
  HF_EVENT_REGION: {
    exit: 1,
    http: 422,
    meaning: "The event's region is not the region its account is kept in.",
    next: 'Send it to the installation of that region, or correct the region.',
  },
  HF_BODY_TOO_LARGE: {
    exit: 1,
    http: 413,
    meaning: 'The request or line is larger than the limit.',
    next: 'Send smaller batches; the limits are in docs/reference/limits.md.',
  },
  HF_BODY_INVALID: {
    exit: 1,
    http: 400,
    meaning: 'The body cannot be read as NDJSON, JSON, CSV or gzip.',
    next: 'Send NDJSON, a JSON array or CSV in UTF-8; gzip is optional.',
  },
  HF_MEDIA_TYPE: {
    exit: 1,
    http: 415,
    meaning: 'The content type is not one that this address reads.',
    next: 'Use application/x-ndjson or application/json.',
  },
  HF_UNAUTHORIZED: {
    exit: 1,
    http: 401,
    meaning: 'The request carries no valid credential.',
    next: 'Send `Authorization: Bearer` with a source token; `holdfast doctor` says where it is.',
  },
  HF_FORBIDDEN: {
    exit: 1,
    http: 403,
    meaning: 'This member may not do or see that.',
    next: 'Ask an admin for the role that the message names.',
  },
  HF_NOT_FOUND: {
    exit: 1,
    http: 404,
    meaning: 'There is no record at this address.',
    next: 'Check the id; links in cards always point to existing records.',
  },
  HF_FILE_UNREADABLE: {
    exit: 2,
    http: 400,
    meaning: 'A file cannot be opened or read.',
    next: 'Check the path and the permissions.',
  },
  HF_USAGE: {
    exit: 2,
    http: 400,
    meaning: 'The command or its options are not understood.',
    next: 'Run the command with --help.',
  },
  HF_DATE_INVALID: {
    exit: 2,
    http: 400,
    meaning: 'A date is not YYYY-MM-DD or an ISO 8601 instant with Z.',
    next: 'Write the date as 2026-11-21 or 2026-11-21T10:00:00Z.',
  },
  HF_SEQUENCE_UNKNOWN: {
    exit: 1,
    http: 404,
    meaning: 'A sequence number was not received yet.',
    next: 'Use the knownAt of an answer, or leave it out for everything received so far.',
  },
  HF_PACK_INVALID: {
    exit: 2,
    http: 500,
    meaning: 'A rule pack names an unknown fact, a threshold out of range, or does not fit its schema.',
    next: 'Correct the file at the line that the message names; docs/reference/rules.md lists every fact.',
  },
  HF_PROFILE_INVALID: {
    exit: 2,
    http: 500,
    meaning: 'A score profile is broken: its weights, curves, bands or coverage.',
    next: 'Correct the file and line named in the message.',
  },
  HF_PROFILE_UNKNOWN: {
    exit: 1,
    http: 404,
    meaning: 'No score profile has this version.',
    next: 'Use one of the versions that the message lists.',
  },
  HF_CONTENT_INVALID: {
    exit: 2,
    http: 500,
    meaning: 'A configuration or content file is broken.',
    next: 'Correct the file and line named in the message.',
  },
  HF_CONFIG_INVALID: {
    exit: 2,
    http: 500,
    meaning: 'An environment variable has a value that cannot be used.',
    next: 'Correct the variable named in the message; `holdfast doctor` checks them all.',
  },
  HF_FOLDER_LOCKED: {
    exit: 2,
    http: 503,
    meaning: 'Another Holdfast process holds the data folder.',
    next: 'Stop that process, or choose another folder with HOLDFAST_HOME.',
  },
  HF_DATABASE_UNAVAILABLE: {
    exit: 2,
    http: 503,
    meaning: 'The database cannot be reached or refuses the connection.',
    next: 'Check DATABASE_URL and that PostgreSQL runs; `holdfast doctor` tells more.',
  },
  HF_DATABASE_UNSUITABLE: {
    exit: 2,
    http: 503,
    meaning: 'The database lacks something that Holdfast needs.',
    next: 'Use PostgreSQL 16 or newer with the pgvector extension, 0.8 or newer.',
  },
  HF_DATABASE_NEWER: {
    exit: 2,
    http: 503,
    meaning: 'The database was migrated by a newer Holdfast.',
    next: 'Start the newer version; migrations only go forward.',
  },
  HF_DISK_FULL: {
    exit: 2,
    http: 507,
    meaning: 'The disk that holds the data is full.',
    next: 'Free some space and repeat; everything that was accepted is kept.',
  },
  HF_BUSY: {
    exit: 1,
    http: 503,
    meaning: 'The server is doing as much as it can.',
    next: 'Repeat the request after the time in Retry-After.',
  },
  HF_TOO_MANY_REQUESTS: {
    exit: 1,
    http: 429,
    meaning: 'This app has sent more requests than it may within a minute.',
    next: 'Wait for the seconds in Retry-After, then repeat the request.',
  },
  HF_SIGN_IN: {
    exit: 1,
    http: 403,
    meaning: 'The sign-in provider did not answer, or its answer does not fit what was asked.',
    next: 'Begin again at /console/sign-in. If it fails again, check OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.',
  },
  HF_FORM_STALE: {
    exit: 1,
    http: 403,
    meaning: 'A form was sent that this page did not hand out, or too long ago.',
    next: 'Open the page again and press the button there.',
  },
  HF_INTERRUPTED: {
    exit: 1,
    http: 503,
    meaning: 'The work was stopped before its end.',
    next: 'Repeat the command; an import goes on where it stopped.',
  },
  HF_STARTING: {
    exit: 1,
    http: 503,
    meaning: 'Holdfast is still starting.',
    next: 'Repeat in a few seconds; /readyz says when it is ready.',
  },
  HF_PORT_IN_USE: {
    exit: 2,
    http: 500,
    meaning: 'The port is taken by another process.',
    next: 'Stop that process or set PORT to a free one.',
  },
  HF_NODE_TOO_OLD: {
    exit: 2,
    http: 500,
    meaning: 'This Node.js is older than 24.',
    next: 'Run through npm (`npm start`), which brings its own Node.js 24.',
  },
  HF_CLOCK_FROZEN: {
    exit: 2,
    http: 500,
    meaning:
      'The clock is moved while real chat tokens or real systems are configured, or by two simulations at once.',
    next: 'Unset HOLDFAST_NOW; it is for demos and tests. Let a simulation end before you begin another.',
  },
  HF_EMBEDDER_UNAVAILABLE: {
    exit: 2,
    http: 503,
    meaning: 'Texts could not be turned into vectors.',
    next: 'Ask again; words are searched without vectors meanwhile. The message names what failed.',
  },
  HF_EVALUATION_DATA: {
    exit: 2,
    http: 400,
    meaning: 'A file given to an evaluation lacks the columns it needs.',
    next: 'See docs/guides/evaluate.md for the columns.',
  },
  HF_SOURCE_UNREADABLE: {
    exit: 1,
    http: 502,
    meaning: 'A source of knowledge could not be read in full, so nothing of it changed.',
    next: 'Correct what the message names, then `holdfast knowledge index`.',
  },
  HF_DOCUMENT_UNKNOWN: {
    exit: 1,
    http: 404,
    meaning: 'No document of the knowledge index has this id.',
    next: 'List them with `holdfast knowledge list`.',
  },
  HF_SLACK_FAILED: {
    exit: 1,
    http: 502,
    meaning: 'Slack refused or did not answer a call.',
    next: 'Check the token and its scopes with `holdfast doctor`.',
  },
  HF_TEAMS_FAILED: {
    exit: 1,
    http: 502,
    meaning: 'Teams refused or did not answer a call.',
    next: 'Check TEAMS_APP_ID and TEAMS_APP_PASSWORD with `holdfast doctor`, and that the app is installed there.',
  },
  HF_ACTION_INVALID: {
    exit: 1,
    http: 422,
    meaning: 'An action does not fit its kind: its parameters, its account or its size.',
    next: 'Correct what the message names; docs/reference/actions.md lists every kind with its parameters.',
  },
  HF_GRANT_MISSING: {
    exit: 1,
    http: 403,
    meaning: 'Something tried to reach the outside without a grant.',
    next: 'Propose the action: `holdfast propose KIND --account ACCOUNT --params JSON`.',
  },
  HF_PROPOSAL_UNKNOWN: {
    exit: 1,
    http: 404,
    meaning: 'No proposal has this id.',
    next: 'List them with `holdfast proposals`.',
  },
  HF_POLICY_INVALID: {
    exit: 2,
    http: 500,
    meaning: 'A policy file is broken, so nothing runs by itself.',
    next: 'Correct the file and line named in the message; `holdfast policy test` checks them all.',
  },
  HF_AUTONOMY_NOT_EARNED: {
    exit: 1,
    http: 409,
    meaning: 'A kind of action may not run by itself yet.',
    next: 'Let people decide more of its proposals; `holdfast autonomy` shows what is missing.',
  },
  HF_AUDIT_TAMPERED: {
    exit: 3,
    http: 500,
    meaning: 'The audit is not what was sealed.',
    next: 'Keep the database and the checkpoints as they are, and compare them with an earlier export.',
  },
  HF_DIGEST_TAMPERED: {
    exit: 3,
    http: 500,
    meaning: 'What is kept as a digest is not what was kept.',
    next: 'Somebody changed it in the database; take it from a backup.',
  },
  HF_ARTIFACT_TAMPERED: {
    exit: 3,
    http: 500,
    meaning: 'The bytes of an artifact are not those that were kept.',
    next: 'Somebody changed or removed them; take them from a backup, or make the artifact anew.',
  },
  HF_STORAGE_FAILED: {
    exit: 2,
    http: 503,
    meaning: 'The place where artifacts are kept takes or gives nothing.',
    next: 'Look at the disk or the S3 server, then ask again; nothing was recorded.',
  },
  HF_INTERNAL: {
    exit: 2,
    http: 500,
    meaning: 'Something broke that should not have.',
    next: 'Report the trace id; the log has the cause.',
  },
} as const satisfies Record<string, ErrorEntry>;

interface ErrorEntry {
  exit: 1 | 2 | 3;
  http: number;
  meaning: string;
  next: string;
}

export type ErrorCode = keyof typeof errorCatalogue;

/** A failure with a stable code. `message` says what happened, with the value and the place. */
export class HoldfastError extends Error {
  readonly code: ErrorCode;
  /** What to do next; the catalogue's sentence unless the thrower knows better. */
  readonly next: string;
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { next?: string; fields?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'HoldfastError';
    this.code = code;
    this.next = options.next ?? errorCatalogue[code].next;
    this.fields = options.fields ?? {};
  }

  get exitCode(): number {
    return errorCatalogue[this.code].exit;
  }

  get httpStatus(): number {
    return errorCatalogue[this.code].http;
  }
}

/** What their messages name, files, folders and variables of the server, is its operator's business. */
const operators: ReadonlySet<ErrorCode> = new Set([
  'HF_CONTENT_INVALID',
  'HF_PROFILE_INVALID',
  'HF_POLICY_INVALID',
  'HF_CONFIG_INVALID',
  'HF_SOURCE_UNREADABLE',
  'HF_FILE_UNREADABLE',
  'HF_FOLDER_LOCKED',
  'HF_STORAGE_FAILED',
]);

/** A failure as people in chat and apps are told it: the log has the place, under the same trace. */
export function withoutPlaces(failure: HoldfastError): HoldfastError {
  if (!operators.has(failure.code)) return failure;
  return new HoldfastError(failure.code, errorCatalogue[failure.code].meaning, {
    next: 'Tell whoever runs Holdfast; the log says where.',
    cause: failure,
  });
}
