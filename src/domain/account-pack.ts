import type { UtcDay } from './utc-day.ts';

/** The occasions that a pack is made for. */
export const packKinds = ['qbr', 'day30', 'renewal', 'reliability', 'brief'] as const;
export type PackKind = (typeof packKinds)[number];

/** What each kind is called where nobody has to know its id. */
export const packNames: Readonly<Record<PackKind, string>> = {
  qbr: 'Quarterly business review',
  day30: 'Day-30 review',
  renewal: 'Renewal health pack',
  reliability: 'Reliability report',
  brief: 'Meeting brief',
};

/** Packs of all customers: the month as a scorecard, the week as a digest. */
const basePackKinds = ['scorecard', 'digest'] as const;
export type BasePackKind = (typeof basePackKinds)[number];

/** What a pack of an account can tell of, each once. */
export const packSections = [
  'summary',
  'health',
  'usage',
  'adoption',
  'roi',
  'goals',
  'next',
  'incidents',
  'errors',
  'support',
  'sla',
  'causes',
  'roadmap',
  'feedback',
  'contract',
  'risks',
  'changes',
  'promises',
  'contacts',
  'questions',
] as const;
export type PackSectionId = (typeof packSections)[number];

/** Who reads it: `customer` has nothing that is ours alone, and no address of our pages. */
export const packAudiences = ['internal', 'customer'] as const;
export type PackAudience = (typeof packAudiences)[number];

/** Whether a figure is good news. */
export type PackTone = 'good' | 'warning' | 'bad' | 'neutral';

/** Words with, where there is one, the page behind them. Texts are as they came: a writer escapes them. */
export interface PackSpan {
  text: string;
  strong?: boolean;
  /** One of our own pages. */
  path?: string;
}

/** One figure. */
export interface PackFact {
  label: string;
  value: string;
  /** What stands beside it: the period before, a target. */
  detail: string | null;
  tone: PackTone;
  /** The record or page that it stands on; null = it stands on none, and says so in its detail */
  path: string | null;
}

/** A picture as numbers: a writer draws it, or writes them down. */
export type PackChart =
  | {
      kind: 'trend';
      title: string;
      unit: string;
      /** The highest that there can be; null = open */
      most: number | null;
      points: { on: UtcDay; value: number | null }[];
      events: { on: UtcDay; label: string }[];
    }
  | { kind: 'bars'; title: string; unit: string; bars: { label: string; value: number }[] }
  | {
      kind: 'waterfall';
      title: string;
      unit: string;
      /** What each adds, and what it adds at most; null = not known. */
      parts: { label: string; value: number | null; most: number }[];
      total: { label: string; value: number };
    };

/** A column of a table. */
export interface PackColumn {
  label: string;
  align?: 'left' | 'right';
}

/** One thing on a page. */
export type PackBlock =
  | { kind: 'paragraph'; spans: PackSpan[] }
  | { kind: 'facts'; facts: PackFact[] }
  | { kind: 'table'; title: string; columns: PackColumn[]; rows: PackSpan[][][] }
  | { kind: 'chart'; chart: PackChart; path: string | null }
  | { kind: 'list'; title: string; items: PackSpan[][] };

/** One part of a pack: what it says in one sentence, and what that stands on. */
export interface PackSection {
  /** Each once in its pack. */
  id: string;
  title: string;
  /** The one idea of it. */
  takeaway: string;
  /** What the template puts before the figures; null = nothing */
  intro: string | null;
  blocks: PackBlock[];
  /** Why there is nothing to tell; null = there is. A section without data is named, never left out. */
  missing: string | null;
}

/** What a pack says, of one account or of all, before it is drawn in any format. */
export interface Pack {
  kind: PackKind | BasePackKind;
  title: string;
  subtitle: string;
  account: PackAccount | null; // null = it is about all customers
  audience: PackAudience;
  /** ISO instants. */
  asOf: string;
  /** Its moment in words, where its days are by another clock than UTC. */
  moment?: string;
  knownAt: number;
  period: { from: string; until: string; words: string };
  /** Its template, with the version of its file. */
  template: string;
  sections: PackSection[];
}

/** Whom a pack is about. */
export interface PackAccount {
  id: string;
  name: string;
  segment: string | null;
}

/** A pack of one account. The same facts and template give the same pack. */
export interface AccountPack extends Pack {
  kind: PackKind;
  account: PackAccount;
}

/** The sections that have nothing to tell, with the reason. */
export function missingSections({ sections }: Pack): { title: string; reason: string }[] {
  return sections.flatMap(({ title, missing }) => (missing === null ? [] : [{ title, reason: missing }]));
}
