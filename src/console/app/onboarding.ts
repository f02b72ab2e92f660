import { HoldfastError } from '../../errors.ts';
import type { RequestContext } from '../../services/context.ts';
import { mayTouch } from '../../services/may.ts';
import { memberNames } from '../../services/member-names.ts';
import { getOnboarding } from '../../services/onboarding/get-onboarding.ts';
import { listOnboardings, type OnboardingLine } from '../../services/onboarding/list-onboardings.ts';
import { tickItem } from '../../services/onboarding/tick-item.ts';
import { formatDay, formatInstant } from '../../views/format.ts';
import { statusTones, statusWords, verdictWords } from '../../views/onboarding-words.ts';
import { chartPicture } from '../chart-picture.ts';
import { html, type Piece } from '../escape.ts';
import { isolate } from '../layout.ts';
import { accountPath } from './account-path.ts';
import { checklistPath } from './checklist.ts';
import { chip, empty, pressForm, table, tile, tiles } from './parts.ts';
import type { ConsolePorts } from './ports.ts';
import type { Asked, ConsoleArea, Drawn, FormRoute } from './route.ts';

const tickForm: FormRoute = {
  path: '/console/onboarding',
  act: async ({ ctx, fields }) => {
    const { account = '', item = '', done } = fields;
    const to = `/console/onboarding/${encodeURIComponent(account)}`;
    try {
      await tickItem(ctx, { accountId: account, item, done: done === 'true' });
      return { to, tone: 'good', text: done === 'true' ? 'Ticked.' : 'Open again.' };
    } catch (error) {
      if (!(error instanceof HoldfastError) || error.httpStatus >= 500) throw error;
      return { to: '/console/onboarding', tone: 'bad', text: `${error.message}. ${error.next}` };
    }
  },
};

/** Customers in their first thirty days: who needs somebody first, and each one's goals and checklist. */
export function onboardingArea({ shareLink }: ConsolePorts): ConsoleArea {
  return {
    pages: [
      { path: '/console/onboarding', nav: 'onboarding', needs: 'account', draw: drawBoard },
      {
        path: '/console/onboarding/*',
        nav: 'onboarding',
        needs: 'account',
        draw: (asked) => drawOne(asked, shareLink),
      },
    ],
    forms: [tickForm],
  };
}

async function readBoard(ctx: RequestContext): Promise<{
  lines: OnboardingLine[];
  knownAt: number;
  asOf: string;
}> {
  const now = ctx.clock.now();
  const [lines, knownAt] = await Promise.all([listOnboardings(ctx, { asOf: now }), ctx.store.lastSequence()]);
  return { lines, knownAt, asOf: now.toISOString() };
}

async function drawBoard({ ctx, linkTo, remember }: Asked): Promise<Drawn> {
  const [{ lines, knownAt, asOf }, names] = await Promise.all([
    remember('onboarding', () => readBoard(ctx)),
    memberNames(ctx),
  ]);
  const count = (status: OnboardingLine['status']): number =>
    lines.filter((line) => line.status === status).length;
  return {
    title: 'Onboarding',
    kicker: `As of ${formatInstant(asOf)}`,
    lead: 'The first thirty days: goals by day 7, 14 and 30 are judged from events, not from opinions.',
    body:
      lines.length === 0
        ? empty(
            'Nobody is in onboarding.',
            'A customer is here for thirty days from the start of the contract, and longer while goals are missed.',
          )
        : html`${tiles([tile('In onboarding', lines.length), tile('Stuck', count('stuck')), tile('Behind', count('behind')), tile('On track', count('on_track'))])}
${table(
  'Onboardings, whoever needs somebody first on top',
  [
    { label: 'Customer' },
    { label: 'Day', kind: 'number' },
    { label: 'State' },
    { label: 'Goals', kind: 'number' },
    { label: 'Friction', kind: 'number', minor: true },
    { label: 'Owner', minor: true },
  ],
  lines.map((line) => [
    html`<a href="/console/onboarding/${encodeURIComponent(line.id)}" dir="auto">${line.name}</a><br><small dir="auto">${line.reason}</small>`,
    line.day,
    chip(statusWords[line.status], statusTones[line.status]),
    `${line.passed} of ${line.passed + line.failed}`,
    line.friction,
    line.owner === null ? '–' : isolate(names.get(line.owner) ?? line.owner),
  ]),
)}
<h2>How far they have come</h2><p>Of all who began in the last sixty days: who reached every goal of day 7 in time, who of these every goal of day 14, and of day 30. A day that has not come yet is not reached yet.</p>${chartPicture(`/pictures/onboardings/all?asOf=${encodeURIComponent(asOf)}&knownAt=${knownAt}`, 'How many of them reached the goals of day 7, of day 14 and of day 30.', linkTo)}`,
  };
}

async function drawOne(
  { ctx, rest, csrf, linkTo }: Asked,
  shareLink: (path: string) => string,
): Promise<Drawn> {
  const [report, names] = await Promise.all([getOnboarding(ctx, rest), memberNames(ctx)]);
  const { account, checklist, outcomes, friction } = report;
  const mayTick = mayTouch(ctx.member, 'onboarding');
  const done = checklist.items.filter((item) => item.done).length;
  return {
    title: `${account.name}: onboarding`,
    kicker: html`<a href="/console/onboarding">Onboarding</a> · <a href="${accountPath(account.id)}">the customer</a>`,
    heading: html`${isolate(account.name)}: day ${report.day} ${chip(statusWords[report.status], statusTones[report.status])}`,
    lead: isolate(report.reason),
    actions: html`<a class="button" href="${shareLink(checklistPath(account.id))}">What the customer sees</a>`,
    body: html`<h2>Goals</h2>${
      outcomes.length === 0
        ? empty('No goal is set.')
        : table(
            'Goals',
            [
              { label: 'Goal' },
              { label: 'By', kind: 'date' },
              { label: 'Verdict' },
              { label: 'Records', minor: true },
            ],
            outcomes.map((outcome) => [
              html`${outcome.label}<br><small dir="auto">${outcome.reason}</small>`,
              formatDay(outcome.dueOn),
              chip(
                verdictWords[outcome.verdict],
                outcome.verdict === 'pass' ? 'good' : outcome.verdict === 'fail' ? 'bad' : 'neutral',
              ),
              recordsOf(outcome.evidence, linkTo),
            ]),
          )
    }
<h2>Checklist: ${done} of ${checklist.items.length}</h2>${
      checklist.items.length === 0
        ? empty('No checklist fits this customer.', 'Checklists by segment are files in packs/.')
        : table(
            'Checklist',
            [{ label: 'Step' }, { label: 'State' }, { label: 'Said by', minor: true }, { label: '' }],
            checklist.items.map((item) => [
              html`${item.title}<br><small>${item.section}</small>`,
              item.done ? chip('done', 'good') : chip('open', 'neutral'),
              item.by !== null
                ? (names.get(item.by) ?? item.by)
                : item.evidence.length > 0
                  ? recordsOf(item.evidence, linkTo)
                  : item.byPerson
                    ? 'a person says so'
                    : 'events say so',
              mayTick &&
                item.byPerson &&
                pressForm('/console/onboarding', csrf, item.done ? 'Open again' : 'Tick', {
                  fields: { account: account.id, item: item.id, done: String(!item.done) },
                }),
            ]),
          )
    }
<h2>Friction</h2>${friction.length === 0 ? empty('Nothing went wrong that is on record.') : html`<ul class="lines">${friction.map(({ title, isOpen, evidence, owner, shipOn }) => html`<li>${chip(isOpen ? 'open' : 'mended', isOpen ? 'warning' : 'good')} <span dir="auto">${title}</span><small>${owner === null ? 'nobody mends it yet' : (names.get(owner) ?? owner)}${shipOn !== null && `, until ${formatDay(shipOn)}`} ${recordsOf(evidence, linkTo)}</small></li>`)}</ul>`}`,
  };
}

function recordsOf(evidence: readonly { url: string }[], linkTo: Asked['linkTo']): Piece {
  return evidence
    .slice(0, 3)
    .map(
      ({ url }, index) =>
        html`${index > 0 && ' '}<a class="short" href="${linkTo(url)}">record ${index + 1}</a>`,
    );
}
