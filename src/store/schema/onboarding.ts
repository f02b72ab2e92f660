import type { ColumnType, Generated } from 'kysely';

/** The tables of onboarding. Dates without time are text. */
export interface OnboardingSchema {
  checklist_ticks: {
    id: Generated<number>;
    account_id: string;
    item: string;
    done: boolean;
    note: string;
    by_member: string;
    at: Date;
  };
  friction_notes: {
    id: Generated<number>;
    account_id: string;
    key: string;
    title: string;
    owner: string | null;
    ship_on: string | null;
    mended: boolean;
    by_member: string;
    at: Date;
  };
  onboarding_proposals: { account_id: string; what: string; proposal_id: string; at: Date };
  execution_walks: {
    id: Generated<number>;
    account_id: string;
    steps: ColumnType<unknown, string, string>;
    by_member: string;
    at: Date;
  };
}
