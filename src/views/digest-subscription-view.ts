import { type DigestSchedule, digestSections } from '../domain/digest.ts';
import { sectionTitles } from './digest-lines.ts';
import { said } from './said.ts';
import type { View } from './view.ts';

const days: Readonly<Record<DigestSchedule['day'], string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

/** What somebody is subscribed to from now on; null = to nothing. */
export function subscribedView(schedule: DigestSchedule | null, zone: string): View {
  if (schedule === null)
    return said('No digest of your own any more. Take it back with: /cs digest subscribe');
  const { day, hour, sections, segment } = schedule;
  const parts =
    sections.length === digestSections.length
      ? ''
      : ` It tells of: ${sections.map((one) => sectionTitles[one].toLowerCase()).join(', ')}.`;
  const of = segment === null ? 'all customers' : `customers of segment ${segment}`;
  return said(
    `Each ${days[day]} at ${String(hour).padStart(2, '0')}:00 (${zone}) you get the digest of ${of}, here.${parts} \`/cs digest off\` ends it.`,
  );
}

/** Words of a subscription that mean nothing there. */
export function unreadView(words: readonly string[]): View {
  return said(
    `Not understood: ${words.slice(0, 5).join(', ').slice(0, 200)}. Say a day, an hour, parts (${digestSections.join(', ')}) or a segment, such as: /cs digest subscribe tue 9 risks renewals segment smb`,
  );
}
