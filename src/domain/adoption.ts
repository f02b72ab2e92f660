import type { Nudge, NudgeSettings } from './nudge.ts';
import type { Icp, Reusable, UseCase } from './use-case.ts';

/** What people wrote in files about use cases and nudges, validated together. */
export interface AdoptionContent {
  icps: readonly Icp[];
  useCases: readonly UseCase[];
  catalogue: readonly Reusable[];
  nudges: readonly Nudge[];
  settings: NudgeSettings;
  /** The champion kits, by the use case that each is for. */
  kits: ReadonlyMap<string, ChampionKit>;
}

/** What somebody at the customer needs to win colleagues over: e-mails, a deck, questions, an invitation, a checklist. */
export interface ChampionKit {
  id: string;
  useCase: string;
  title: string;
  owner: string;
  /** UTC day. */
  reviewedOn: string;
  /** Markdown. */
  body: string;
}
