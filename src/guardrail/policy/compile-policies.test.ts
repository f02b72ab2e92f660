import { describe, expect, test } from 'vitest';
import { filesOf, policiesOf, resourceOf, shippedFiles, withFile } from '../../../test/support/policies.ts';
import type { PolicyFiles } from '../../domain/policy-files.ts';
import type { HoldfastError } from '../../errors.ts';

const csm = { id: 'csm1', roles: ['csm'] as const };

async function failureOf(files: PolicyFiles): Promise<HoldfastError> {
  return await policiesOf(files).then(
    () => Promise.reject(new Error('it was accepted')),
    (error: HoldfastError) => error,
  );
}

/** A permit of `execute` with these annotations and this condition, its first word on line 2. */
function permit(annotations: string, condition = 'true'): string {
  return `// é ü: bytes are not characters\n@id("a.permit")\n${annotations}\npermit (principal, action == Action::"execute", resource)\nwhen { ${condition} };\n`;
}

describe('TB18: a broken file is refused with its line', () => {
  test.each([
    ['an empty file', '  \n', 1, 'is empty'],
    ['a syntax error', permit('@effect("auto")').replace('when {', 'wen {'), 5, 'wen'],
    ['an unknown attribute', permit('@effect("auto")', 'resource.colour == 1'), 5, 'colour'],
    ['an unknown measure', permit('@effect("auto")', 'resource.measures has prcent'), 2, 'impossible'],
    [
      'an optional attribute without has',
      permit('@effect("auto")', 'resource.measures.percent > 1'),
      5,
      'has',
    ],
    ['an unknown role', permit('@effect("auto")', 'principal in Role::"cms"'), 5, 'cms'],
    [
      'an unknown kind',
      permit('@effect("auto")', 'resource.kind == Kind::"concesion.grant"'),
      5,
      'concesion',
    ],
    ['an unknown action', permit('@effect("auto")').replace('"execute"', '"exekute"'), 2, '@effect'],
    ['no @effect', permit(''), 2, '@effect is missing'],
    ['a wrong @effect', permit('@effect("always")'), 2, '@effect is "always"'],
    ['a quorum of none', permit('@effect("approve") @quorum("0")'), 2, '@quorum is "0"'],
    ['a quorum in words', permit('@effect("approve") @quorum("two")'), 2, '@quorum is "two"'],
    ['a quorum of one and a half', permit('@effect("approve") @quorum("1.5")'), 2, '@quorum is "1.5"'],
    ['no end', permit('@effect("approve") @expires_hours("99999")'), 2, '@expires_hours'],
    ['a misspelt annotation', permit('@effect("approve") @quorm("2")'), 2, '@quorm is no annotation'],
    ['no @id', permit('@effect("auto")').replace('@id("a.permit")', ''), 3, '@id is missing'],
    ['an odd @id', permit('@effect("auto")').replace('a.permit', 'A permit'), 2, '@id is "A permit"'],
    [
      'a quorum where it means nothing',
      '@id("x")\n@quorum("2")\nforbid (principal, action == Action::"execute", resource);',
      1,
      '@quorum means something only on a permit',
    ],
    [
      'an @effect on an approval',
      '@id("x") @effect("auto")\npermit (principal, action == Action::"approve", resource);',
      1,
      '@effect means something only on a permit',
    ],
    [
      'a permit of everything without @effect',
      '@id("x")\npermit (principal, action, resource);',
      1,
      '@effect',
    ],
    ['a template', '@id("x")\nforbid (principal == ?principal, action, resource);', 1, 'templates'],
  ])('%s', async (_, text, line, reason) => {
    const error = await failureOf(filesOf({ 'a.cedar': text }));
    expect(error.code).toBe('HF_POLICY_INVALID');
    expect(error.message).toContain(`policies/a.cedar:${line}: `);
    expect(error.message).toContain(reason);
  });

  test('an id that stands in two files', async () => {
    const text = permit('@effect("auto")');
    const error = await failureOf(filesOf({ 'a.cedar': text, 'b.cedar': `\n\n${text}` }));
    expect(error.message).toBe('policies/b.cedar:4: @id("a.permit") stands in a.cedar:2 too');
  });

  test('no file at all, or only comments', async () => {
    expect((await failureOf(filesOf({}))).message).toContain('there is no policy file');
    expect((await failureOf(filesOf({ 'a.cedar': '// none' }))).message).toContain('no policy in any file');
  });

  test('a missing or broken schema, or one that is not about what Holdfast asks', async () => {
    const { files, schema } = shippedFiles();
    const messages = [
      await failureOf({ files, schema: null }),
      await failureOf({ files, schema: `${schema}\nentity {` }),
      await failureOf({ files, schema: (schema ?? '').replace('origin: Origin,', '') }),
    ].map(({ message }) => message);
    expect(messages[0]).toBe('policies/schema.cedarschema:1: is missing');
    expect(messages[1]).toMatch(/^policies\/schema\.cedarschema:\d+: /);
    expect(messages[2]).toContain('does not fit what Holdfast asks');
  });

  test('a comment in the place of a file switches it off', async () => {
    const policies = await policiesOf(withFile('scores.cedar', () => '// We set no scores by hand.\n'));
    expect(policies.rule(csm, resourceOf({ kind: 'sentiment.set' })).effect).toBe('deny');
  });
});

describe('an answer', () => {
  test('names the policies by their ids, in whatever order they stand', async () => {
    const texts = Array.from(
      { length: 12 },
      (_, index) => `@id("p${index}") @effect("auto")
      permit (principal, action == Action::"execute", resource) when { resource.accountPercent >= ${index} };`,
    );
    const policies = await policiesOf(filesOf({ 'a.cedar': texts.reverse().join('\n') }));
    const ruling = policies.rule(csm, resourceOf({ accountPercent: 2 }));
    expect(ruling.policyIds).toEqual(['p0', 'p1', 'p2']);
  });

  test('takes the strictest of each annotation by itself, and the defaults for the rest', async () => {
    const policies = await policiesOf(
      filesOf({
        'a.cedar': [
          ['auto', '@expires_hours("48")', 0],
          ['earned', '@quorum("3") @escalate_hours("100")', 1],
          ['approve', '@expires_hours("100") @escalate_hours("2")', 2],
        ]
          .map(
            ([effect, rest, from]) => `@id("${effect}") @effect("${effect}") ${rest}
            permit (principal, action == Action::"execute", resource) when { resource.accountPercent >= ${from} };`,
          )
          .join('\n'),
      }),
    );
    const { version } = policies;
    const rule = (accountPercent: number) => policies.rule(csm, resourceOf({ accountPercent }));
    expect(rule(0)).toEqual({
      effect: 'auto',
      quorum: 1,
      expiresHours: 48,
      escalateHours: 24,
      policyIds: ['auto'],
      policyVersion: version,
    });
    expect(rule(1)).toMatchObject({ effect: 'earned', quorum: 3, expiresHours: 48, escalateHours: 24 });
    expect(rule(2)).toMatchObject({ effect: 'approve', quorum: 3, expiresHours: 48, escalateHours: 2 });
  });

  test('is no where a policy breaks while it is evaluated, even beside a permit', async () => {
    const overflow = '9223372036854775807 + resource.accountPercent > 0';
    const policies = await policiesOf(
      filesOf({
        'a.cedar': `${permit('@effect("auto")')}
        @id("b.broken") forbid (principal, action == Action::"execute", resource) when { ${overflow} && resource.accountPercent < 0 };`,
      }),
    );
    expect(policies.rule(csm, resourceOf({ accountPercent: 0 })).effect).toBe('auto');
    const broken = policies.rule(csm, resourceOf({ accountPercent: 1 }));
    expect(broken).toMatchObject({ effect: 'deny', policyIds: ['b.broken'] });
    expect(broken).toHaveProperty('reason', expect.stringContaining('could not be evaluated'));
  });

  test.each([
    ['a half', { measures: { percent: 0.5 } }],
    ['no number', { measures: { percent: Number.NaN } }],
    ['too large a number', { accountPercent: 2 ** 60 }],
  ])('is no for %s', async (_, given) => {
    const policies = await policiesOf(shippedFiles());
    const resource = resourceOf({ kind: 'ticket.tag', ...given });
    expect(policies.rule(csm, resourceOf({ kind: 'ticket.tag' })).effect).toBe('earned');
    expect(policies.rule(csm, resource).effect).toBe('deny');
    expect(policies.permits('propose', csm, resource).allowed).toBe(false);
  });

  test('to a member who is called system is not the one to Holdfast itself', async () => {
    const policies = await policiesOf(shippedFiles());
    const post = resourceOf({ kind: 'message.post' });
    expect(policies.rule({ id: 'system', roles: ['agent'] }, post).effect).toBe('approve');
    expect(policies.rule({ id: 'system', roles: [] }, post).effect).toBe('auto');
  });

  test('has a version that differs whenever a byte of a name or a text does', async () => {
    const shipped = shippedFiles();
    const same = await policiesOf({ ...shipped, files: [...shipped.files].reverse() });
    const versions = await Promise.all([
      policiesOf(shipped),
      policiesOf(withFile('scores.cedar', (text) => `${text} `)),
      policiesOf({ ...shipped, schema: `${shipped.schema}\n` }),
    ]);
    expect(same.version).toBe(versions[0]?.version);
    expect(new Set(versions.map(({ version }) => version)).size).toBe(3);
    expect(same.version).toMatch(/^[0-9a-f]{16}$/);
  });
});
