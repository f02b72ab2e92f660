/** One batch of texts for the encoder's thread. */
export interface EncoderRequest {
  id: number;
  texts: readonly string[];
}

/** Its vectors, or why there are none. */
export type EncoderReply =
  | { id: number; vectors: Float32Array<ArrayBuffer>[] }
  | { id: number; problem: string };
