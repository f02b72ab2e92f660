import { getAdoption, getChampionKit } from '../services/adoption/get-adoption.ts';
import { setNudgeOptOut } from '../services/adoption/opt-out.ts';
import { reportNudges } from '../services/adoption/report-nudges.ts';
import { requireReadable } from '../services/authorize.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { adoptionView } from '../views/adoption-view.ts';
import { kitView } from '../views/kit-view.ts';
import { nudgeReportView } from '../views/nudge-report-view.ts';
import { said } from '../views/said.ts';
import type { Command } from './command.ts';
import { momentOption, usage } from './options.ts';

/** `adoption ACCOUNT`: its use cases, what it does not use, and the nudges that are due. */
export const adoptionCommand: Command = {
  name: 'adoption',
  summary: 'Which use cases stand at this account, what is unused, and which nudges come next, or why not?',
  arguments: [{ usage: '<account>', description: 'id, name, alias or domain' }],
  options: [],
  nowOnly: true,
  examples: ['adoption acme', 'adoption acme --json'],
  run: async ({ context }, [text = '']) => {
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    const value = await getAdoption(ctx, await requireAccount(ctx, text));
    return { json: value, view: adoptionView(value) };
  },
};

/** `kit USE-CASE`: what a champion needs. */
export const kitCommand: Command = {
  name: 'kit',
  summary: 'E-mails, deck outline, FAQ, invitation and checklist for the champion of a use case.',
  arguments: [{ usage: '<use-case>', description: 'a use case, such as supply-planning' }],
  options: [],
  nowOnly: true,
  examples: ['kit supply-planning', 'kit month-end-close --json'],
  run: async ({ context }, [name = '']) => {
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    const value = getChampionKit(ctx, name);
    return { json: value, view: kitView(value) };
  },
};

/** `nudges [report]`, `nudges opt-out USER`, `nudges opt-in USER`. */
export const nudgesCommand: Command = {
  name: 'nudges',
  summary: 'What came of nudges, compared with the hold-out; notes who wants none.',
  arguments: [
    { usage: '[what]', description: 'report (default), opt-out or opt-in' },
    { usage: '[user]', description: 'whom opt-out and opt-in are about' },
  ],
  options: [{ flags: '--since <date>', description: 'report: only nudges from then on; default: 180 days' }],
  nowOnly: true,
  examples: ['nudges report --since 2026-08-01', 'nudges opt-out ben.sato@acme.example --json'],
  run: async ({ context }, [what = 'report', user], options) => {
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    if (what === 'report') {
      if (user !== undefined)
        throw usage('nudges report is about nobody in particular', 'Leave the user out.');
      const value = await reportNudges(ctx, momentOption(options, 'since', '--since'));
      return { json: value, view: nudgeReportView(value) };
    }
    if (what !== 'opt-out' && what !== 'opt-in')
      throw usage(`nudges ${what} is unknown`, 'Say report, opt-out or opt-in.');
    if (user === undefined) throw usage(`nudges ${what} needs a user`, `Add who: nudges ${what} USER.`);
    const value = await setNudgeOptOut(ctx, { user, wants: what === 'opt-in' });
    const state = value.optedOut ? 'gets no nudges' : 'gets nudges';
    const summary = `${user} ${state}${value.changed ? ' from now on' : ', as before'}.`;
    return { json: value, view: said(summary) };
  },
};
