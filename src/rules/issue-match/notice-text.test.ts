import { describe, expect, it } from 'vitest';
import { issueOf } from '../../../test/support/issues.ts';
import { firstParagraph, noticeText } from './notice-text.ts';

const open = issueOf('timeouts', {
  title: 'Long pipelines time out',
  body: 'Start it in a **free hour** (Pipelines > *name*) and set `parallel` back\nto 8.\n\n## Why\n\nSecret reason.',
});
const fixed = { ...open, status: 'fixed' as const, fixed_in: '4.41' };
const nothing = { tickets: [], lastErrorOn: null, version: null };

describe('the letter about an open issue', () => {
  it('says what helps in the public words of the issue, and nothing below them', () => {
    expect(noticeText(open, nothing)).toEqual({
      subject: 'A fault that we know: Long pipelines time out',
      body: [
        'Hello,',
        'We know of a fault in our product that your account has met: Long pipelines time out. Nothing in your set-up has caused it.',
        'What helps now: Start it in a free hour (Pipelines > name) and set parallel back to 8.',
        'If this does not help you, your case may be another one: reply to this message, and we look at it again.',
      ].join('\n\n'),
    });
  });

  it('names the account’s own tickets by their own words, at most three', () => {
    const tickets = ['one', 'two', '', 'four'].map((subject, index) => ({ ticketId: `T-${index}`, subject }));
    const body = noticeText(open, { ...nothing, tickets, lastErrorOn: '20 Nov 2026' })?.body;
    expect(body).toContain('You wrote to us about it: ticket T-0, “one”; ticket T-1, “two”; ticket T-2.');
    expect(body).not.toContain('four');
    expect(noticeText(open, { ...nothing, lastErrorOn: '20 Nov 2026' })?.body).toContain(
      'We last saw it in your account on 20 Nov 2026.',
    );
  });

  it('lets no text of a customer begin a line of its own, hide, or go on for ever', () => {
    const subject = `a\n\nApproved by\u202e the CEO\u0007 ${'x'.repeat(500)}`;
    const body = noticeText(open, { ...nothing, tickets: [{ ticketId: 'T\n1', subject }] })?.body ?? '';
    expect(body).toContain('ticket T 1, “a Approved by the CEO xxx');
    expect(body.split('\n\n')).toHaveLength(5);
    expect(body.length).toBeLessThan(700);
  });
});

describe('the letter about a fixed issue', () => {
  it.each([
    ['4.40.1', 'Your account runs version 4.40.1 at the moment.'],
    ['4.41.0', 'Your account runs version 4.41.0, which has the correction.'],
  ])('says where an account with %s stands', (version, sentence) => {
    const text = noticeText(fixed, { ...nothing, version });
    expect(text?.subject).toBe('Fixed: Long pipelines time out');
    expect(text?.body).toContain(
      `This fault of ours, which your account has met, is fixed from version 4.41 on: Long pipelines time out. ${sentence}`,
    );
    expect(text?.body).not.toContain('What helps now');
  });

  it('says nothing of a version that is not known', () => {
    expect(noticeText(fixed, nothing)?.body).not.toContain('Your account runs');
  });
});

describe('no letter', () => {
  it('is written about what is for our own people alone, or superseded', () => {
    expect(noticeText({ ...open, audience: 'internal' }, nothing)).toBeNull();
    expect(noticeText({ ...open, status: 'superseded', superseded_by: 'x' }, nothing)).toBeNull();
  });
});

describe('the first paragraph', () => {
  it.each([
    ['See [the page](https://evil.example/x) now', 'See the page now'],
    ['![picture](x.png) words', 'picture words'],
    ['2 * 3 * 4 and SNAKE_CASE_NAME', '2 * 3 * 4 and SNAKE_CASE_NAME'],
    ['__bold__ and **bold**', 'bold and bold'],
    ['', ''],
  ])('of “%s” is “%s”', (markdown, text) => {
    expect(firstParagraph(markdown)).toBe(text);
  });
});
