import { beforeEach, describe, expect, test } from 'vitest';
import type { Action } from '../../src/domain/action.ts';
import type { Connector } from '../../src/guardrail/connector.ts';
import { forgedGrants, grantFor } from '../support/grants.ts';

/** A connector with the outside that it speaks to, as a server that behaves like the vendor's. */
export interface ConnectorBench {
  connector: Connector;
  /** How many effects the outside has had. */
  effects(): number | Promise<number>;
  /** Everything that reached the outside, whether it changed something or not. */
  requests(): number;
  /** From now on the outside does what it is asked and loses its answer. Null = it always answers. */
  loseAnswers: (() => void) | null;
}

/** What every connector has to keep, whatever it speaks to. */
export function connectorContract(
  name: string,
  {
    open,
    actions,
    secrets = [],
  }: { open: () => Promise<ConnectorBench>; actions: readonly Action[]; secrets?: readonly string[] },
): void {
  describe(`the connector contract: ${name}`, () => {
    let bench: ConnectorBench;
    const { signal } = new AbortController();

    beforeEach(async () => {
      bench = await open();
    });

    for (const action of actions) {
      describe(action.kind, () => {
        test('TB14 INV1: without a real grant nothing is sent', async () => {
          const { connector } = bench;
          for (const [what, forged] of forgedGrants(grantFor(action))) {
            const refusal = { code: 'HF_GRANT_MISSING' };
            await expect(connector.perform(forged, signal), what).rejects.toMatchObject(refusal);
            if (connector.lookup)
              await expect(connector.lookup(forged, signal), what).rejects.toMatchObject(refusal);
          }
          expect([bench.requests(), await bench.effects()]).toEqual([0, 0]);
        });

        test('one grant is one effect, and its receipt holds no secret', async () => {
          const outcome = await bench.connector.perform(grantFor(action), signal);
          expect(outcome).toMatchObject({ kind: 'done' });
          expect(await bench.effects()).toBe(1);
          for (const secret of secrets) expect(JSON.stringify(outcome)).not.toContain(secret);
        });

        test('a preview sends nothing, shows every value, and no secret', async () => {
          const preview = bench.connector.preview(action);
          expect(preview.connector).toBe(bench.connector.name);
          expect([bench.requests(), await bench.effects()]).toEqual([0, 0]);
          for (const secret of secrets) expect(JSON.stringify(preview)).not.toContain(secret);
        });

        test('what was stopped before it began did not happen', async () => {
          const outcome = await bench.connector.perform(grantFor(action), AbortSignal.abort());
          expect(outcome).toMatchObject({ kind: 'not_happened', permanent: false });
          expect(await bench.effects()).toBe(0);
        });

        test('TC3: a lost answer is never called a failure, and never leads to a second effect', async () => {
          if (!bench.loseAnswers) return;
          bench.loseAnswers();
          const grant = grantFor(action);
          expect(await bench.connector.perform(grant, signal)).toMatchObject({ kind: 'unknown' });
          expect(await bench.effects()).toBe(1);
        });

        test('INV2: does what its delivery promises', async () => {
          const { connector } = bench;
          const grant = grantFor(action);
          switch (connector.delivery(action.kind)) {
            case 'idempotent':
              // What is repeated instead must never be taken for done.
              if (connector.lookup)
                expect(await connector.lookup(grant, signal)).toMatchObject({ kind: 'unsure' });
              await connector.perform(grant, signal);
              expect(await connector.perform(grantFor(action), signal)).toMatchObject({ kind: 'done' });
              expect(await bench.effects()).toBe(1);
              return;
            case 'lookup':
              expect(await connector.lookup?.(grant, signal)).toEqual({ kind: 'absent' });
              await connector.perform(grant, signal);
              expect(await connector.lookup?.(grant, signal)).toMatchObject({ kind: 'happened' });
              expect(await bench.effects()).toBe(1);
              return;
            case 'none':
              expect(connector.lookup).toBeUndefined();
          }
        });
      });
    }
  });
}
