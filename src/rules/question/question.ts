import type { PackAudience, PackKind } from '../../domain/account-pack.ts';
import type { DigestSchedule } from '../../domain/digest.ts';
import type { SentimentValue } from '../../domain/judgement.ts';
import type { UtcDay } from '../../domain/utc-day.ts';
import type { TimelineKind } from '../timeline.ts';

/**
 * What a person asks about an account. `account` is the text as typed, not yet resolved; empty = the account that the
 * conversation is about ("why did it change?").
 */
export type Question = SingleQuestion | PortfolioQuestion;

/** What is no question about many accounts. */
export type SingleQuestion =
  /** `asOf` = as it was at the end of that day; absent = now. */
  | { kind: 'health'; account: string; asOf?: UtcDay }
  /** `days` = how far back; absent = the usual span. `kinds` absent = the usual ones. */
  | { kind: 'timeline'; account: string; days?: number; kinds?: readonly TimelineKind[] }
  /** `since` may lie after today when it was typed with a year; null = the usual span. */
  /** `until` = compared with the end of that day; absent = with now. Which of both is earlier is not checked here. */
  | { kind: 'why'; account: string; since: UtcDay | null; until?: UtcDay }
  | JudgementQuestion
  | WorkQuestion
  | BugQuestion
  | TicketQuestion
  | ReportsQuestion
  | AlertsQuestion
  | RisksQuestion
  | OnboardingQuestion
  | PlayQuestion
  | BookQuestion
  | TuningQuestion
  | NoteQuestion
  | ServiceQuestion
  | AdoptionQuestion
  | DigestQuestion
  | ScorecardQuestion
  | CohortQuestion
  | PackQuestion
  | UpdateQuestion
  | UpdatesQuestion
  | RegisterQuestion
  | ReviewQuestion
  | FrictionQuestion
  | { kind: 'help' }
  /** `nearest` = commands that come closest, ready to type after `/cs`, the best first; never empty. */
  | { kind: 'unknown'; nearest: string[] };

/** Something to say about an account, proposed and not yet said. Null and '' = it was not typed, or not readably. */
export type JudgementQuestion = { account: string; until: UtcDay | null; reason: string } & (
  | { kind: 'override'; hundredths: number | null }
  | { kind: 'sentiment'; value: SentimentValue | null }
);

/** About the work itself, not about an account. `scope` of halt is as typed, not yet checked. */
export type WorkQuestion =
  | { kind: 'approvals'; scope: 'mine' | 'open' | 'recent'; page?: number } // absent = the first
  | { kind: 'autonomy' }
  | { kind: 'halt'; scope: string; on: boolean };

/** About a known issue and the customers that it hits; '' = about all of them. */
export interface BugQuestion {
  kind: 'bug';
  issue: string;
}

/** About one ticket, by its number; '' = it was not typed. */
export interface TicketQuestion {
  kind: 'ticket';
  ticketId: string;
  /** As typed, where several accounts have a ticket of this number. */
  account?: string;
}

/** About the first thirty days; '' = of everybody who is in them. `asOf` = at the end of that day; absent = now. */
export type OnboardingQuestion = { account: string; asOf?: UtcDay } & (
  | { kind: 'onboarding'; review: boolean }
  /** The seven steps for a new customer. */
  | { kind: 'onboard' }
);
/** About the plays of an account; a playbook = it is to be started. `account` is as typed, not yet resolved. */
export interface PlayQuestion {
  kind: 'play';
  account: string;
  playbook: string | null;
}

/** About the articles that people called wrong; null = the usual ones for whoever asks. */
export interface ReportsQuestion {
  kind: 'reports';
  scope: 'mine' | 'all' | null;
}

/** About alerts; `delivery` = how whoever asks wants to hear of them. Null = not typed. */
export interface AlertsQuestion {
  kind: 'alerts';
  scope: 'mine' | 'all' | 'snoozed' | 'closed' | null;
  delivery: 'cards' | 'daily' | null;
}

/** What the rules see now; '' = in every account. */
export interface RisksQuestion {
  kind: 'risks';
  of: string;
}

/** About what is promised for tickets. `account` as typed; '' = about all of them. */
export type ServiceQuestion =
  | { kind: 'sla'; account: string }
  | { kind: 'hypercare'; account: string }
  | { kind: 'causes' };

/** How an account uses the product, what came of nudges, or what a champion needs; an empty use case was not typed. */
export type AdoptionQuestion =
  | { kind: 'adoption'; account: string }
  | { kind: 'nudges' }
  | { kind: 'kit'; useCase: string };

/** One's own accounts in the morning; `morning` = whether it is to come by itself, null = it is asked for now. */
export interface BookQuestion {
  kind: 'book';
  morning: 'on' | 'off' | null;
}

/** What the rules were worth. */
export interface TuningQuestion {
  kind: 'tuning';
}

/** Something to write down about an account, as typed; '' = it was not. */
export interface NoteQuestion {
  kind: 'note';
  of: string;
  text: string;
}

/** About the week of all customers, or of one segment; `unread` = words that a subscription does not know. */
export type DigestQuestion = { kind: 'digest' } & (
  | { verb: 'preview'; segment: string | null }
  | { verb: 'rebuild' | 'pdf'; id: string }
  | { verb: 'subscribe'; schedule: DigestSchedule; unread: string[] }
  | { verb: 'off' }
);

/** Customers by what they have in common, as typed; null = by segment, and the month that is running. */
export interface CohortQuestion {
  kind: 'cohort';
  by: string | null;
  month: string | null;
}

/** A month of the base in figures, as typed; null = the one that is running. */
export interface ScorecardQuestion {
  kind: 'scorecard';
  month: string | null;
  /** As files, rather than on screen. */
  asPack: boolean;
}

/** A pack of an account; null = no kind was typed. `account` as typed, not yet resolved. */
export type PackQuestion = { account: string } & (
  | { kind: 'pack'; pack: PackKind | null; audience: PackAudience }
  | { kind: 'brief' }
);

/** The week of one account for an executive, one's own each week, or the letter that its people would get. */
export interface UpdateQuestion {
  kind: 'update';
  account: string;
  verb: 'show' | 'letter' | 'subscribe' | 'off';
  /** How it should come; null = it was not said */
  by: 'chat' | 'mail' | null;
}

/** About one's own weekly updates: all of them, or of every account of a segment. */
export type UpdatesQuestion = { kind: 'updates' } & (
  | { verb: 'list' }
  | { verb: 'subscribe'; segment: string; by: 'chat' | 'mail' | null }
  | { verb: 'off'; segment: string }
);

/** About the register: a list, or something to add; `account` as typed, '' = it was not. */
export type RegisterQuestion = { kind: 'register' } & (
  | {
      verb: 'list';
      /** null = the usual one */
      scope: 'mine' | 'all' | 'due' | 'ended' | null;
      only: 'risk' | 'opportunity' | 'action' | null;
    }
  | { verb: 'add'; account: string }
);

/** A walk over the register. */
export interface ReviewQuestion {
  kind: 'review';
  scope: 'mine' | 'all' | null; // null = the usual one
}

/** The week's ten worst causes of friction. */
export interface FrictionQuestion {
  kind: 'friction';
}

/** About many accounts, in words that are read where their values are known. */
export interface PortfolioQuestion {
  kind: 'portfolio';
  text: string;
  /** Whether it was said with a command; free words may be about something else. */
  sure: boolean;
  /** Whether it asks on about what was listed before. */
  follows: boolean;
  /** Asks for the next page of what was listed before. */
  turns?: boolean;
  /** No word says that several customers are meant: it is about them only if every word of it is understood. */
  bare?: boolean;
  /** What it is when it turns out to be none. */
  otherwise: SingleQuestion;
  /** Of a later page: which, counted from which day, and what it begins with. */
  page?: { number: number; today: UtcDay; ask: 'list' | 'count' | 'sum' };
}
