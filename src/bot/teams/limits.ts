/** Every number of Teams' that an answer has to respect, in one table. */
export const teamsLimits = {
  /**
   * Bytes of one message as JSON. Teams refuses about 28 KB with 413, and counts its own envelope too.
   * Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
   */
  messageBytes: 24_000,
  /** What the activity around a card takes of it; ours. */
  envelopeBytes: 2_000,
  /** More buttons of one set than this hide behind a menu. Source: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference */
  actions: 6,
  /** Characters of a label; a longer one is cut by the client, so it stands in full above. Ours. */
  buttonText: 40,
  /** Choices shown as buttons; more become a list. Ours: as many as stand in one row of actions. */
  buttonsOfPicker: 6,
  /** Characters of what a button carries; the views' own. */
  buttonValue: 2_000,
  /** Choices of one list; no number is documented. */
  choices: 100,
  choiceText: 75,
  /** Characters of one run of text; longer text continues in another. Ours. */
  run: 1_500,
  /** Bytes of one paragraph; ours: far under a message, so that paragraphs can be put together. */
  paragraphBytes: 6_000,
  /** A chat is about 600 pixels wide: a table of more columns is unreadable, and becomes a list. Ours. */
  tableColumns: 6,
  /** Bytes of one row; ours. */
  rowBytes: 6_000,
  imageAlt: 1_000,
  /** Characters of one address. Ours. */
  url: 3_000,
  summary: 500,
  inputText: 3_000,
  /** People of whom a card may be of their own. Source: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/user-specific-views */
  refreshUsers: 60,
  /** How long Teams waits for the answer to a click. Ours, under its fifteen seconds. */
  answerWithinMs: 8_000,
  /** Ours: no request of Teams' comes near it. */
  requestBytes: 1_048_576,
  requestDepth: 64,
  /** Characters of the key of a post; the store's. */
  metadataKey: 200,
} as const;
