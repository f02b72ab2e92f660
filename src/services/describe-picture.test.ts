import { expect, test } from 'vitest';
import { pictureOf, renewalMail } from '../../test/support/pictures.ts';
import { describePicture } from './describe-picture.ts';

const edited = { ...renewalMail, params: { ...renewalMail.params, subject: 'Another subject' } };

test('while an edit waits, what the version before said stands beside it', () => {
  const subject = describePicture(pictureOf({}, { action: edited, previous: renewalMail })).find(({ path }) =>
    path.endsWith('subject'),
  );
  expect(subject).toMatchObject({ value: 'Another subject', before: renewalMail.params.subject });
});

test.each(['done', 'approved', 'failed', 'unknown'] as const)(
  'once it is %s, only what happened counts',
  (state) => {
    const fields = describePicture(pictureOf({ state }, { action: edited, previous: renewalMail }));
    expect(fields.filter(({ before }) => before !== undefined)).toEqual([]);
  },
);
