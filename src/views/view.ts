import type { PackKind } from '../domain/account-pack.ts';

/**
 * A neutral picture of an answer. Every platform draws the same View in its own form; what a person approves or
 * reads is exactly this. Text in spans is untrusted by default: a renderer never interprets it as markup.
 */
export interface View {
  /** One line that stands for the whole where blocks cannot be shown (notifications, logs). */
  summary: string;
  blocks: ViewBlock[];
}

export interface Span {
  text: string;
  strong?: boolean;
  quiet?: boolean;
  code?: boolean;
  /** Path of one of our own pages (`/evidence/...`); the platform makes it a full, signed address. */
  link?: string;
}

export type Tone = 'good' | 'warning' | 'bad' | 'neutral';

export type ViewBlock =
  | { kind: 'heading'; text: string; tone?: Tone }
  | { kind: 'text'; spans: Span[] }
  | { kind: 'facts'; facts: { label: string; value: Span[] }[] }
  | { kind: 'list'; items: Span[][] }
  /** Words of somebody else, set off so that no line in them can pass for one of ours. */
  | { kind: 'quote'; spans: Span[] }
  | { kind: 'table'; columns: { label: string; align?: 'left' | 'right' }[]; rows: Span[][][] }
  | { kind: 'note'; spans: Span[] }
  /** One of our own pictures, under `/pictures/`; `alt` says what it says, and stands where no picture can. */
  | { kind: 'picture'; path: string; alt: string }
  | { kind: 'divider' }
  | { kind: 'buttons'; buttons: ViewButton[] }
  | { kind: 'picker'; action: ViewAction; placeholder: string; options: { label: string; value: string }[] };

/** What a click asks for. The names are the router's; `value` is data for it, at most 2,000 characters. */
export type ViewAction =
  | 'health'
  | 'timeline'
  | 'accounts-page'
  | 'approvals-page'
  | 'why'
  | 'help'
  | 'open'
  | 'approve'
  | 'reject'
  | 'edit'
  | 'full-text'
  | 'look'
  | 'cancel'
  | 'undo'
  | 'settle-done'
  | 'settle-failed'
  | 'answer-helpful'
  | 'answer-wrong'
  | 'answer-share'
  | 'answer-escalate'
  | 'macro-draft'
  | 'macro-translate'
  | 'play'
  | 'play-start'
  | 'play-done'
  | 'play-offer'
  | 'play-skip'
  | 'play-end'
  | 'bug'
  | 'adoption'
  | 'pack'
  | `pack-${PackKind}`
  | 'scorecard-pack'
  | 'digest-pdf'
  | 'brief'
  | 'update'
  | 'link-confirm'
  | 'link-reject'
  | 'batch'
  | 'approve-batch'
  | 'duplicate-confirm'
  | 'duplicate-reject'
  | 'ticket-answer'
  | 'alert-run'
  | 'alert-play'
  | 'alert-take'
  | 'alert-assign'
  | 'alert-snooze'
  | 'alert-judge'
  | 'onboarding'
  | 'onboard'
  | 'onboarding-recover'
  | 'onboarding-invite'
  | 'onboarding-tick'
  | 'alert-register'
  | 'register'
  | 'register-add'
  | 'register-open'
  | 'register-keep'
  | 'register-done'
  | 'register-change'
  | 'register-drop'
  | 'register-next'
  | 'review'
  /** A command of one's own page, in the words of `homeWords`. */
  | HomeAction
  /** The form of a note about a message; the value names the message to the platform. */
  | 'note-message';

/** What a button on one's own page stands for, as it would be typed. */
export const homeWords = {
  digest: 'digest',
  'digest-subscribe': 'digest subscribe',
  'digest-off': 'digest off',
  book: 'book',
  'book-on': 'book on',
  'book-off': 'book off',
  'alerts-cards': 'alerts cards',
  'alerts-daily': 'alerts daily',
  'alerts-mine': 'alerts mine',
  'approvals-mine': 'approvals mine',
} as const;
export type HomeAction = keyof typeof homeWords;

/** Clicks that decide something: kept before they are acknowledged, so that none is lost. */
export const decidingActions: ReadonlySet<string> = new Set<ViewAction>([
  'approve',
  'cancel',
  'undo',
  'settle-done',
  'settle-failed',
  'link-confirm',
  'link-reject',
  'approve-batch',
  'play-start',
  'play-done',
  'play-offer',
  'duplicate-confirm',
  'duplicate-reject',
  'alert-run',
  'alert-take',
  'onboarding-recover',
  'onboarding-invite',
  'onboarding-tick',
  'alert-register',
  'register-keep',
  'register-done',
]);

/** Clicks that show something to everybody in the place where they are pressed. */
export const publicActions: ReadonlySet<string> = new Set<ViewAction>(['answer-share']);

/** Clicks that are answered by a form: a platform may open it before it knows what stands in it. */
export const formActions: ReadonlySet<string> = new Set<ViewAction>([
  'reject',
  'edit',
  'full-text',
  'answer-wrong',
  'answer-escalate',
  'macro-draft',
  'play-skip',
  'play-end',
  'alert-assign',
  'alert-snooze',
  'alert-judge',
  'register-add',
  'register-change',
  'register-drop',
  'note-message',
]);

export interface ViewButton {
  action: ViewAction;
  label: string;
  value: string;
  tone?: 'primary' | 'danger';
}

/** One thing to fill in. What comes back is text: a date `YYYY-MM-DD`, a whole number, `true` or `false`. */
export interface FormInput {
  /** Unique in its form, at most 250 characters. */
  name: string;
  label: string;
  hint?: string;
  kind: 'text' | 'long-text' | 'date' | 'number' | 'choice' | 'checkbox';
  initial?: string;
  /** Of a choice. */
  options?: { label: string; value: string }[];
  optional?: boolean;
  maxLength?: number;
}

/** Something to read and fill in above everything else. Without inputs it can only be read and closed. */
export interface FormView {
  /** Comes back with what was filled in: lower-case words joined by dashes. */
  form: string;
  title: string;
  submitLabel: string;
  /** Comes back unchanged, unseen by people; at most `formValueLength` characters. */
  value: string;
  intro: ViewBlock[];
  inputs: FormInput[];
}

/** What fits into a form beside where it was opened. */
export const formValueLength = 2_800;

/** What is said beside an input that was refused: one or two sentences. */
export const fieldErrorLength = 300;

/** The longest text that one input can hold. */
export const inputTextLength = 3_000;

/** Joins the visible text of spans. */
export function textOf(spans: readonly Span[]): string {
  return spans.map((span) => span.text).join('');
}
