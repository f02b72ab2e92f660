/** Where Teams has met us, and what we said there. */
export interface TeamsSchema {
  teams_places: {
    id: string;
    kind: string;
    name: string | null;
    service_url: string;
    tenant: string;
    at: Date;
  };
  teams_people: {
    user_id: string;
    tenant: string;
    chat_id: string;
    place: string | null;
    service_url: string;
    at: Date;
  };
  teams_messages: {
    place: string;
    message: string;
    key: string | null;
    part: number;
    parts: number;
    card: string;
    at: Date;
  };
}
