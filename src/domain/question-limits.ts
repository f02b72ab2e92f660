/** What a question may be, whoever asks it: in chat, in a terminal or from an app. */
export const questionLimits = {
  /** Characters, in UTF-16 units. A longer one is refused, never cut: the error stands at the end of a log. */
  characters: 8_000,
} as const;
