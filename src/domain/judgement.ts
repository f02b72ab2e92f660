/** How a person feels about an account. */
export const sentimentValues = ['good', 'neutral', 'poor'] as const;
export type SentimentValue = (typeof sentimentValues)[number];

/** What a person said of an account for a time; kept for good. */
interface Judgement {
  proposalId: string;
  account: string;
  reason: string;
  /** Who asked for it, with the name of then. */
  by: { id: string; name: string };
  at: Date;
  /** The last millisecond in which it holds. */
  until: Date;
}

/** A person's score beside the computed one, which it neither changes nor hides. */
export interface ScoreOverride extends Judgement {
  /** 0–10,000. */
  hundredths: number;
}

/** The account's own people on how it feels, apart from the score. */
export interface Sentiment extends Judgement {
  value: SentimentValue;
}
