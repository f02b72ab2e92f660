import type { ColumnType } from 'kysely';
import type { PlayEvent, Recipe } from '../../domain/play.ts';

/** Playbooks as they were, and their runs. */
export interface PlaysSchema {
  playbook_versions: {
    id: string;
    version: number;
    digest: string;
    recipe: ColumnType<Recipe, string, string>;
    kept_at: Date;
  };
  plays: {
    id: string;
    account_id: string;
    playbook_id: string;
    playbook_version: number;
    state: string;
    outcome: string | null;
    revision: number;
    started_at: Date;
    ended_at: Date | null;
  };
  play_events: {
    play_id: string;
    ordinal: number;
    at: Date;
    event: ColumnType<PlayEvent, string, string>;
  };
}
