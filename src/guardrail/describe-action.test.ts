import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryAction } from '../../test/support/arbitrary-actions.ts';
import { type Action, actionKindNames, openAction, sealAction } from '../domain/action.ts';
import { inertText } from '../domain/inert-text.ts';
import { type ActionField, describeAction } from './describe-action.ts';

/** Every leaf of a value with its path, by a second reading of the bytes that shares no code with the first. */
function leavesOf(value: unknown, path: string): [string, unknown][] {
  if (value === null || typeof value !== 'object') return [[path, value]];
  const inside = Array.isArray(value)
    ? value.flatMap((item, at) => leavesOf(item, `${path}[${at}]`))
    : Object.keys(value).flatMap((key) =>
        leavesOf((value as Record<string, unknown>)[key], path === '' ? key : `${path}.${key}`),
      );
  return inside.length === 0 && path !== 'params' && path !== 'before' ? [[path, value]] : inside;
}

/** What a field claims to show, as the value that it came from. */
function meantBy({ value, ours }: ActionField): unknown {
  if (!ours) return value;
  if (/^-?\d+$/.test(value)) return Number(value);
  const words: Record<string, unknown> = { yes: true, no: false, none: null, empty: '' };
  return value in words ? words[value] : value;
}

function pairsOf(action: Action): [string, unknown][] {
  return describeAction(action).flatMap((field) => {
    const own: [string, unknown] = [
      field.path,
      field.value === 'nothing' && field.ours ? 'nothing' : meantBy(field),
    ];
    return field.before === undefined
      ? [own]
      : [own, [field.path.replace(/^params/, 'before'), field.before]];
  });
}

describe('the full picture of an action', () => {
  test.each(actionKindNames)(
    'TB16 INV11: shows every leaf of the bytes of %s, verbatim, and nothing else',
    (kind) => {
      fc.assert(
        fc.property(arbitraryAction(kind), (action) => {
          const sealed = sealAction(action);
          if (!sealed.ok) throw new Error(sealed.reason);
          const opened = openAction(sealed.sealed.bytes)!;
          const shown = new Map(pairsOf(opened));
          const leaves = leavesOf(opened, '');
          for (const [path, leaf] of leaves) {
            const given = shown.get(path);
            if (leaf !== null && typeof leaf === 'object') expect(given, path).toBe('nothing');
            else if (path.startsWith('before.') && leaf === null)
              expect([null, 'none'], path).toContain(given);
            else expect(given, path).toBe(leaf);
          }
          expect(shown.size).toBe(leaves.length);
        }),
        { numRuns: 120 },
      );
    },
  );

  test('TB16: is the same for the same bytes, whatever order their keys came in', () => {
    fc.assert(
      fc.property(arbitraryAction(), (action) => {
        const turned = { ...action, params: Object.fromEntries(Object.entries(action.params).reverse()) };
        expect(describeAction(turned)).toEqual(describeAction(action));
      }),
      { numRuns: 200 },
    );
  });

  test('TD6: what hides itself is visible once a renderer has made the value inert', () => {
    const fields = describeAction(customerMail({ body: 'pay\u200B to \u202Eevil\u{E0041}' }));
    expect(inertText(fields.find(({ path }) => path === 'params.body')!.value)).toBe(
      'pay[U+200B] to [U+202E]evil[U+E0041]',
    );
  });

  test('TD17: names recipients one by one, first of all', () => {
    const fields = describeAction(customerMail({ to: ['ada@acme.example', 'bob@acme.example'] }));
    expect(fields.slice(3, 5)).toEqual([
      { path: 'params.to[0]', label: 'To 1', value: 'ada@acme.example' },
      { path: 'params.to[1]', label: 'To 2', value: 'bob@acme.example' },
    ]);
  });

  test('puts the old value beside the new one, and shows what has no partner by itself', () => {
    const fields = describeAction({
      kind: 'crm.update',
      account: 'acme',
      params: { field: 'tier', to: '' },
      connector: 'hubspot',
      before: { to: 'gold', seenOn: '2026-11-01' },
    });
    expect(fields.slice(3)).toEqual([
      { path: 'params.field', label: 'Field', value: 'tier' },
      { path: 'params.to', label: 'To', value: 'empty', ours: true, before: 'gold' },
      { path: 'before.seenOn', label: 'Before: Seen on', value: '2026-11-01' },
    ]);
  });

  test('tells our words from an action that says the same', () => {
    const [, , , ours] = describeAction(crm(''));
    const theirs = describeAction(crm('empty')).find(({ path }) => path === 'params.to');
    expect([ours?.path, describeAction(crm('')).at(-1)?.ours, theirs?.ours]).toEqual([
      'params.field',
      true,
      undefined,
    ]);
  });

  test('gives two places two paths, whatever their keys are', () => {
    const action: Action = { ...crm('x'), params: { a: { b: 'one' }, 'a.b': 'two', 'a["b"]': 'three' } };
    const paths = describeAction(action).map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
  });
});

function customerMail(params: Partial<Record<'to' | 'body', string | string[]>>): Action {
  return {
    kind: 'message.customer',
    account: 'acme',
    params: { to: ['ada@acme.example'], subject: 'Renewal', body: 'Hello', ...params },
    connector: 'smtp',
    before: {},
  };
}

function crm(to: string): Action {
  return {
    kind: 'crm.update',
    account: 'acme',
    params: { field: 'tier', to },
    connector: 'hubspot',
    before: {},
  };
}
