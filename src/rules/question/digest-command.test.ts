import { expect, it } from 'vitest';
import { digestSections } from '../../domain/digest.ts';
import { readDigest } from './digest-command.ts';

const all = [...digestSections];

it.each([
  ['digest', { verb: 'preview', segment: null }],
  ['weekly digest', { verb: 'preview', segment: null }],
  ['digest preview segment Mid Market', { verb: 'preview', segment: 'Mid Market' }],
  ['digest segment "smb"', { verb: 'preview', segment: 'smb' }],
  ['digest rebuild DG12', { verb: 'rebuild', id: 'dg12' }],
  ['digest rebuild', { verb: 'rebuild', id: '' }],
  ['digest off', { verb: 'off' }],
  ['digest unsubscribe', { verb: 'off' }],
  ['digest subscribe', subscribed({})],
  ['digest subscribe on tuesday at 9', subscribed({ day: 'tue', hour: 9 })],
  [
    'digest subscribe fri 17:00 wins, risks segment smb',
    subscribed({ day: 'fri', hour: 17, sections: ['risks', 'wins'], segment: 'smb' }),
  ],
  ['digest subscribe yearly', { ...subscribed({}), unread: ['yearly'] }],
  ['digest subscribe 25', { ...subscribed({}), unread: ['25'] }],
])('%s', (text, question) => {
  expect(readDigest(text)).toEqual({ kind: 'digest', ...question });
});

it.each(['digestion', 'the digest', 'digest of acme', 'digest preview now'])('%s is none of them', (text) => {
  expect(readDigest(text)).toBeNull();
});

function subscribed(given: object): { verb: 'subscribe'; schedule: object; unread: string[] } {
  return {
    verb: 'subscribe',
    schedule: { day: 'mon', hour: 8, sections: all, segment: null, ...given },
    unread: [],
  };
}
