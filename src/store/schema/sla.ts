/** The tables of promises about tickets. */
export interface SlaSchema {
  sla_notices: {
    account_id: string;
    ticket_id: string;
    clock: string;
    stage: string;
    proposal_id: string;
    at: Date;
  };
}
