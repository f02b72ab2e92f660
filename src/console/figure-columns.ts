import type { Figures } from '../services/get-figures-page.ts';
import { durationText, grouped } from './numbers.ts';

/** One figure of a day or a window. */
export interface FigureColumn {
  label: string;
  of(figures: Figures): number;
  text?(value: number): string;
}

/** Every figure that is counted, in the order of the table. */
export const figureColumns: readonly FigureColumn[] = [
  { label: 'Active days', of: (figures) => figures.activeDays },
  { label: 'Users', of: (figures) => figures.users },
  { label: 'Features', of: (figures) => figures.features },
  { label: 'Uses', of: ({ counts }) => counts.actions },
  { label: 'Sessions', of: ({ counts }) => counts.sessions },
  { label: 'Session time, h:min', of: ({ counts }) => counts.sessionSeconds, text: durationText },
  { label: 'Uses of features', of: ({ counts }) => counts.featureUses },
  { label: 'Recipes completed', of: ({ counts }) => counts.recipesCompleted },
  { label: 'Errors', of: ({ counts }) => counts.errors },
  { label: 'Job retries', of: ({ counts }) => counts.jobRetries },
  { label: 'Tickets created', of: ({ counts }) => counts.ticketsCreated },
  { label: 'of them P0 or P1', of: ({ counts }) => counts.ticketsUrgent },
  { label: 'Tickets resolved', of: ({ counts }) => counts.ticketsResolved },
  { label: 'CSAT answers', of: ({ counts }) => counts.csatCount },
  { label: 'CSAT sum', of: ({ counts }) => counts.csatSum },
  { label: 'NPS answers', of: ({ counts }) => counts.npsCount },
  { label: 'NPS promoters', of: ({ counts }) => counts.npsPromoters },
  { label: 'NPS detractors', of: ({ counts }) => counts.npsDetractors },
  { label: 'Sponsor contacts', of: ({ counts }) => counts.sponsorTouches },
  { label: 'Nudges sent', of: ({ counts }) => counts.nudgesSent },
  { label: 'Nudges acted on', of: ({ counts }) => counts.nudgesActed },
];

/** A figure as it is shown. */
export function figureText(column: FigureColumn, figures: Figures): string {
  const value = column.of(figures);
  return value > 0 && column.text ? column.text(value) : grouped(value);
}
