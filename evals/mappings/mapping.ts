import type { CustomEventType } from '../../src/domain/event-types.ts';

/** One row of a foreign log, its payload parsed. */
export interface LogRow {
  type: string;
  user: string | null;
  payload: Record<string, unknown>;
  /** 1-based line in the log; names what has no id of its own. */
  line: number;
}

/** How the rows of one family of logs become our events. */
export interface Mapping {
  family: string;
  /** Types of the log that we have no word for. */
  customTypes: readonly CustomEventType[];
  /** @returns our type and payload; null = a row that says nothing about an account */
  map(row: LogRow): { type: string; payload: Record<string, unknown> } | null;
}

/** A registered type that stands on the timeline and feeds no signal. */
export function passive(name: string): CustomEventType {
  return { name, feeds: 'none', required: {} };
}

/** A text of a payload; anything else is absent. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
