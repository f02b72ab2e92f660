/** A chat takes about one message a second in a channel; a tenth to spare. Source: api.slack.com/docs/rate-limits */
export const lanePauseMs = 1_100;
