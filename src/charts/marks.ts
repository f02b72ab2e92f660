import { labelText, type Palette } from './chart.ts';

/** A point of a line or a column; days are in order. */
interface Dated {
  day: string;
}

/** Something that happened, by the name that stands over it. */
export interface ChartEvent {
  day: string;
  label: string;
}

/** An event at its place in a chart. */
export interface Mark extends ChartEvent {
  /** Which of the points, from 0. */
  at: number;
}

const marksAtMost = 6;

/**
 * Puts each event over the first point whose day is not before it; what lies behind the last is left out.
 * @returns the latest of them: as many as can be read
 */
export function placeMarks(points: readonly Dated[], events: readonly ChartEvent[]): Mark[] {
  const placed = events.flatMap((event) => {
    const at = points.findIndex(({ day }) => day >= event.day);
    return at < 0 ? [] : [{ ...event, at }];
  });
  return placed.slice(-marksAtMost);
}

/** A dashed line for each mark, under its name. */
export function markLines(marks: readonly Mark[], { ink, ground }: Palette): object[] {
  return marks.map(({ at, label }, index) => ({
    xAxis: at,
    label: {
      formatter: labelText(label),
      color: ink,
      fontSize: 11,
      position: 'end',
      // Neighbours stand on two lines.
      offset: [0, index % 2 === 0 ? 0 : -15],
      backgroundColor: ground,
      padding: [0, 3],
    },
  }));
}
