/** What a sender can do about a body that an address does not read: each address reads something else. */
export interface BodyAdvice {
  invalid: string;
  tooLarge: string;
  mediaType: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Absent = what senders of events can do. */
    bodyAdvice?: BodyAdvice;
  }
}

/** For addresses that read one JSON object of a machine. */
export const jsonAdvice: BodyAdvice = {
  invalid: 'Send one JSON object in UTF-8, as /openapi.json describes it.',
  tooLarge: 'Send less: the limits are in docs/reference/limits.md.',
  mediaType: 'Send JSON, with Content-Type: application/json.',
};
