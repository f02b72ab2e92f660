import { resolve } from 'node:path';
import { explainPolicy } from '../services/explain-policy.ts';
import { simulatePolicies } from '../services/simulate-policies.ts';
import { testPolicies } from '../services/test-policies.ts';
import { readCases, readPolicies } from '../start/read-policies.ts';
import type { Command, Options, Outcome, Session } from './command.ts';
import { momentOption, paramsOption, requirePast, textOption, usage } from './options.ts';
import { casesView, explanationView, simulationView } from './policy-views.ts';

/** `policy test|explain|simulate`: whether the rules say what is meant, and what they say. */
export const policy: Command = {
  name: 'policy',
  summary: 'Tests the policies, explains who may do what, and tries other policies on the past.',
  arguments: [
    { usage: '<action>', description: 'test, explain or simulate' },
    {
      usage: '[words...]',
      description: 'explain: who (member, role:csm, anyone), what (an action, approve:ACTION), account',
    },
  ],
  options: [
    { flags: '--params <json>', description: 'explain: parameters of the action, such as {"percent":12}' },
    { flags: '--since <date>', description: 'simulate: judge every proposal from this day on' },
    {
      flags: '--policies <folder>',
      description: 'test, simulate: put the files of this folder over those in force',
    },
  ],
  nowOnly: true,
  examples: [
    'policy explain anyone concession.grant acme --params \'{"percent":12}\'',
    'policy simulate --since 2026-10-21 --policies new-policies --json',
  ],
  run: async (session, [action = '', ...words], options) => {
    switch (action) {
      case 'test':
        return await test(session, options);
      case 'explain':
        return await explain(session, words, options);
      case 'simulate':
        return await simulate(session, options);
      default:
        throw usage(`policy does not know '${action}'`, 'Say test, explain or simulate.');
    }
  },
};

async function test(session: Session, options: Options): Promise<Outcome> {
  const { policies, casesFile } = await read(session, options);
  const results = testPolicies(policies, await readCases(casesFile));
  const failures = results.filter(({ differences }) => differences.length > 0);
  const json = { version: policies.version, cases: results.length, failed: failures.length, failures };
  return { json, view: casesView(json), exit: failures.length > 0 ? 1 : 0 };
}

async function explain(session: Session, words: readonly string[], options: Options): Promise<Outcome> {
  const [who, what, account, ...rest] = words;
  if (who === undefined || what === undefined || account === undefined || rest.length > 0) {
    throw usage(
      'policy explain needs who, what and the account',
      'Write: policy explain csm1 crm.update acme. With blanks in a name, put it in quotes.',
    );
  }
  const params = paramsOption(options) ?? {};
  const explanation = await explainPolicy(await session.context(), { who, what, account, params });
  return { json: explanation, view: explanationView(explanation) };
}

async function simulate(session: Session, options: Options): Promise<Outcome> {
  const since = momentOption({ since: startOf(textOption(options, 'since')) }, 'since', '--since');
  if (!since) throw usage('policy simulate needs --since: the first day of the period');
  const ctx = await session.context();
  requirePast(since, '--since', ctx.clock.now());
  const { policies: after } = await read(session, options);
  const simulation = await simulatePolicies(ctx, { since, after });
  return { json: simulation, view: simulationView(simulation) };
}

async function read({ config, io }: Session, options: Options): ReturnType<typeof readPolicies> {
  const folder = textOption(options, 'policies');
  return await readPolicies(config().overrides, folder === undefined ? null : resolve(io.cwd, folder));
}

/** A day stands for its beginning here: the period holds all of it. */
function startOf(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
}
