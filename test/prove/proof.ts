/** A proof that can run for as long as somebody likes. What fits into minutes of it is in the tests too. */
export interface Proof {
  name: string;
  /** One line: what is counted as a run. */
  counts: string;
  /** How many runs where nobody says how many. */
  runs: number;
  prove(options: ProofOptions): Promise<ProofResult>;
}

export interface ProofOptions {
  runs: number;
  seed: number;
  /** Called now and then with how many runs are done. */
  onProgress(done: number): void;
}

export interface ProofResult {
  runs: number;
  /** What was found; empty = it holds. */
  problems: string[];
  facts: Record<string, number>;
}
