import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPolicyReader, policyFolders } from './policies.ts';
import { readPolicyCases } from './policy-cases.ts';

let root: string;
let ours: string;
let theirs: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'holdfast-policies-'));
  ours = join(root, 'ours');
  theirs = join(root, 'theirs');
  mkdirSync(ours);
  mkdirSync(theirs);
  writeFileSync(join(ours, 'schema.cedarschema'), 'schema');
  writeFileSync(join(ours, 'a.cedar'), 'a of ours');
  writeFileSync(join(ours, 'b.cedar'), 'b of ours');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the files of policies', () => {
  test("are ours, with the operator's of the same name in their place", async () => {
    writeFileSync(join(theirs, 'b.cedar'), 'b of theirs');
    writeFileSync(join(theirs, 'c.cedar'), 'c of theirs');
    writeFileSync(join(theirs, '.c.cedar.swp.cedar'), 'what an editor leaves');
    writeFileSync(join(theirs, 'notes.txt'), 'no policy');
    const reader = createPolicyReader([ours, theirs]);
    expect(await reader.read()).toEqual({
      schema: 'schema',
      files: [
        { name: 'a.cedar', text: 'a of ours' },
        { name: 'b.cedar', text: 'b of theirs' },
        { name: 'c.cedar', text: 'c of theirs' },
      ],
    });
    expect(await reader.casesFile()).toBeNull();
  });

  test('of a folder that does not exist are none', async () => {
    expect(await createPolicyReader([join(root, 'nowhere')]).read()).toEqual({ schema: null, files: [] });
  });

  test('that are no UTF-8 are refused', async () => {
    writeFileSync(join(ours, 'a.cedar'), Buffer.from([0xff, 0xfe]));
    await expect(createPolicyReader([ours]).read()).rejects.toMatchObject({ code: 'HF_POLICY_INVALID' });
  });

  test('have a stamp that changes with every way of changing them, and with nothing else', async () => {
    const reader = createPolicyReader([ours, theirs]);
    const seen = [await reader.stamp()];
    expect(await reader.stamp()).toBe(seen[0]);
    const steps = [
      () => writeFileSync(join(theirs, 'a.cedar'), 'a of them'),
      () => {
        // As long as before, with the time of before, put in its place.
        writeFileSync(join(theirs, 'new'), 'a of thee');
        utimesSync(join(theirs, 'new'), 1, 1);
        utimesSync(join(theirs, 'a.cedar'), 1, 1);
        renameSync(join(theirs, 'new'), join(theirs, 'a.cedar'));
      },
      () => rmSync(join(theirs, 'a.cedar')),
      () => rmSync(join(ours, 'schema.cedarschema')),
    ];
    for (const step of steps) {
      step();
      const stamp = await reader.stamp();
      expect(seen.at(-1)).not.toBe(stamp);
      seen.push(stamp);
    }
  });

  test("lie in the product, and in the operator's folder where there is one", () => {
    expect(policyFolders(null)).toEqual([join(process.cwd(), 'policies')]);
    expect(policyFolders('/etc/holdfast')[1]).toBe('/etc/holdfast/policies');
  });
});

describe('the table of cases', () => {
  const read = async (text: string) => {
    writeFileSync(join(ours, 'tests.yaml'), text);
    return await readPolicyCases((await createPolicyReader([ours]).casesFile()) ?? '');
  };

  test('gives what is left out its default, and each case its line', async () => {
    const [first, second] = await read(`# cases
cases:
  - { name: one, as: csm, kind: crm.update, expect: { propose: true } }
  - name: two
    as: [csm, agent]
    kind: crm.update
    account: { tier: pro }
    expect: { execute: approve }
`);
    expect(first).toMatchObject({ line: 3, risk: 'low', origin: 'member', account: null, measures: {} });
    expect(second).toMatchObject({ line: 4, account: { id: 'example', tier: 'pro', arr: null } });
  });

  test.each([
    ['an unknown kind', '{ name: a, as: csm, kind: crm.updat, expect: { propose: true } }'],
    ['an unknown expectation', '{ name: a, as: csm, kind: crm.update, expect: { purpose: true } }'],
    ['no expectation', '{ name: a, as: csm, kind: crm.update, expect: {} }'],
    [
      'half a percent',
      '{ name: a, as: csm, kind: crm.update, measures: { percent: 0.5 }, expect: { see: true } }',
    ],
  ])('refuses %s with its line', async (_, line) => {
    await expect(read(`cases:\n  - ${line}\n`)).rejects.toMatchObject({
      code: 'HF_POLICY_INVALID',
      message: expect.stringMatching(/tests\.yaml:2: /),
    });
  });
});
