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
  | { kind: 'table'; columns: { label: string; align?: 'left' | 'right' }[]; rows: Span[][][] }
  | { kind: 'note'; spans: Span[] }
  | { kind: 'divider' }
  | { kind: 'buttons'; buttons: ViewButton[] }
  | { kind: 'picker'; action: ViewAction; placeholder: string; options: { label: string; value: string }[] };

/** What a click asks for. The names are the router's; `value` is data for it, at most 2,000 characters. */
export type ViewAction = 'health' | 'timeline' | 'why' | 'help';

export interface ViewButton {
  action: ViewAction;
  label: string;
  value: string;
  tone?: 'primary' | 'danger';
}

/** Joins the visible text of spans. */
export function textOf(spans: readonly Span[]): string {
  return spans.map((span) => span.text).join('');
}
