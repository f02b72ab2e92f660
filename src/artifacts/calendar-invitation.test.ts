import { describe, expect, it } from 'vitest';
import type { Meeting } from '../domain/meeting.ts';
import { calendarInvitation } from './calendar-invitation.ts';

const meeting: Meeting = {
  uid: 'acme.champion-training@holdfast',
  title: 'Champion training, hands on',
  minutes: 90,
  weeks: 1,
  description: 'First line\nSecond; with comma, and more',
  startsAt: '2026-11-10T14:00:00Z',
};
const training = {
  meeting,
  to: ['ann@acme.example'],
  organizer: 'csm@ours.example' as string | null,
  writtenAt: new Date('2026-11-02T09:00:00Z'),
};
const changed = (more: Partial<Meeting>) => ({ ...training, meeting: { ...meeting, ...more } });
const lines = (text: string): string[] => text.replaceAll('\r\n ', '').split('\r\n');

describe('an invitation', () => {
  it('is read by calendar programs: one event in UTC, with its text escaped', () => {
    const found = lines(calendarInvitation(training));
    expect(found).toEqual(
      expect.arrayContaining([
        ...[
          'BEGIN:VCALENDAR',
          'VERSION:2.0',
          'METHOD:REQUEST',
          'BEGIN:VEVENT',
          'END:VEVENT',
          'END:VCALENDAR',
        ],
        ...['UID:acme.champion-training@holdfast', 'DTSTAMP:20261102T090000Z'],
        ...['DTSTART:20261110T140000Z', 'DTEND:20261110T153000Z'],
        'SUMMARY:Champion training\\, hands on',
        'DESCRIPTION:First line\\nSecond\\; with comma\\, and more',
      ]),
    );
    expect(found.filter((line) => line.startsWith('ATTENDEE'))).toEqual([
      expect.stringMatching(/MAILTO:ann@acme\.example$/i),
    ]);
    expect(found.some((line) => line.startsWith('RRULE'))).toBe(false);
  });

  it('asks its guests to accept, and answers go to its organizer; without one it asks nobody', () => {
    const asking = lines(calendarInvitation(training));
    expect(asking.find((line) => line.startsWith('ORGANIZER'))).toMatch(/mailto:csm@ours\.example$/i);
    expect(asking.find((line) => line.startsWith('ATTENDEE'))).toContain('RSVP=TRUE');
    const telling = lines(calendarInvitation({ ...training, organizer: null }));
    expect(telling).toContain('METHOD:PUBLISH');
    expect(telling.some((line) => line.startsWith('ORGANIZER'))).toBe(false);
  });

  it('of several weeks repeats weekly', () => {
    expect(lines(calendarInvitation(changed({ weeks: 4 })))).toContain('RRULE:FREQ=WEEKLY;COUNT=4');
  });

  it('has no line longer than 75 bytes, whatever stands in it', () => {
    const text = calendarInvitation(changed({ description: 'é'.repeat(300) }));
    expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(76);
    expect(text).not.toMatch(/(?<!\r)\n/);
  });

  it('written twice is the same to the byte, and no text in it adds a line of its own', () => {
    const hostile = changed({ title: 'x\r\nATTENDEE:mailto:eve@evil.example' });
    expect(calendarInvitation(hostile)).toBe(calendarInvitation(hostile));
    expect(lines(calendarInvitation(hostile)).filter((line) => line.startsWith('ATTENDEE'))).toHaveLength(1);
  });
});
