import { type DigestSection, digestSections } from '../domain/digest.ts';
import { weekdays } from '../domain/sla.ts';
import { requireReadable } from '../services/authorize.ts';
import type { RequestContext } from '../services/context.ts';
import { digestRecipients, subscribe } from '../services/digest/digest-recipients.ts';
import { type DigestViews, previewDigest, rebuildDigest } from '../services/digest/draw-digest.ts';
import { digestFormats, digestOfNow, makeDigestPdf } from '../services/digest/make-digest-pdf.ts';
import type { NamedSnapshot } from '../services/digest/take-snapshot.ts';
import { subscribedView } from '../views/digest-subscription-view.ts';
import { formatInstant } from '../views/format.ts';
import { said } from '../views/said.ts';
import type { Command, Options, Outcome, Session } from './command.ts';
import { madeOutcome, outOption, wantedCopy } from './made-pack.ts';
import { numberOption, textOption, usage } from './options.ts';

const verbs = ['preview', 'rebuild', 'pdf', 'list', 'recipients', 'subscribe', 'off'] as const;
const listedAtMost = 50;

/** `digest [VERB [ID]]`: the week of all customers, from a snapshot that is kept. */
export const digestCommand: Command = {
  name: 'digest',
  summary: 'The week of all customers: each figure beside last week and target, with its records.',
  arguments: [
    { usage: '[verb]', description: `one of ${verbs.join(', ')}; default: preview` },
    {
      usage: '[id]',
      description:
        'with rebuild and pdf: of the digest, as the terminal says under each, and its page; pdf without one takes the week as of now',
    },
  ],
  options: [
    {
      flags: '--segment <name>',
      description: 'with preview, pdf and subscribe: customers of this segment alone',
    },
    { flags: '--sections <list>', description: `some of ${digestSections.join(',')}; default: all` },
    outOption(digestFormats),
    { flags: '--day <day>', description: `with subscribe: ${weekdays.join(', ')}; default: mon` },
    { flags: '--hour <hour>', description: "with subscribe: 0–23, by the organisation's clock; default: 8" },
  ],
  nowOnly: true,
  examples: ['digest preview --segment smb --json', 'digest subscribe --day tue --hour 9 --as exec1'],
  run: async (session, [word = 'preview', id], options) => {
    const ctx = await session.context();
    await requireReadable(ctx, 'account', null);
    const verb = verbs.find((known) => known === word.toLowerCase());
    if (!verb) throw usage(`'${word}' is nothing that digest can do`, `Use one of ${verbs.join(', ')}.`);
    switch (verb) {
      case 'preview':
        return await preview(session, ctx, options);
      case 'rebuild':
        if (id === undefined)
          throw usage("'rebuild' needs the id of a digest", 'List them with: digest list');
        return whole(await rebuildDigest(ctx, id, sectionsOf(options)));
      case 'pdf':
        return await pdf(session, ctx, id, options);
      case 'list':
        return await list(ctx);
      case 'recipients':
        return await recipients(ctx);
      default:
        return await change(ctx, verb, options);
    }
  },
};

async function preview({ io }: Session, ctx: RequestContext, options: Options): Promise<Outcome> {
  const segment = textOption(options, 'segment') ?? null;
  const found = await previewDigest(ctx, segment, (done, total) =>
    io.progress({ label: 'Counting', done, total }),
  );
  io.progress(null);
  const sections = sectionsOf(options);
  return whole(sections === undefined ? found : await rebuildDigest(ctx, found.id, sections));
}

/** A digest as a file that can be passed on. */
async function pdf(
  session: Session,
  ctx: RequestContext,
  id: string | undefined,
  options: Options,
): Promise<Outcome> {
  const copy = wantedCopy(session, textOption(options, 'out'), digestFormats);
  return await madeOutcome(
    ctx,
    await makeDigestPdf(ctx, id ?? (await digestOfNow(ctx, textOption(options, 'segment') ?? null))),
    copy,
  );
}

function whole({ id, snapshot, head, details }: NamedSnapshot & DigestViews): Outcome {
  const again = { kind: 'note' as const, spans: [{ text: `Draw it again: digest rebuild ${id}` }] };
  const blocks = [...head.blocks, { kind: 'divider' as const }, ...details.blocks, again];
  return { json: { id, snapshot, head, details }, view: { summary: head.summary, blocks } };
}

async function list(ctx: RequestContext): Promise<Outcome> {
  const found = await ctx.store.listSnapshots(listedAtMost);
  const json = found.map(({ id, asOf, knownAt, segment }) => ({
    id,
    asOf: asOf.toISOString(),
    knownAt,
    segment,
  }));
  const rows = json.map((one) => [
    [{ text: one.id, code: true }],
    [{ text: formatInstant(one.asOf) }],
    [{ text: one.segment ?? 'all' }],
  ]);
  const columns = [{ label: 'Digest' }, { label: 'As of' }, { label: 'Customers' }];
  return listed(
    json,
    rows.length === 0 ? null : { columns, rows },
    'No digest was taken yet. Take one with: digest preview',
  );
}

async function recipients(ctx: RequestContext): Promise<Outcome> {
  const found = await digestRecipients(ctx);
  const json = found.map(({ key, channel, day, hour, segment, sections }) => ({
    key,
    channel,
    day,
    hour,
    segment,
    sections,
  }));
  const rows = json.map((one) => [
    [{ text: one.key }],
    [{ text: `${one.day} ${String(one.hour).padStart(2, '0')}:00` }],
    [{ text: one.segment ?? 'all' }],
    [{ text: one.sections.length === digestSections.length ? 'all' : one.sections.join(', ') }],
  ]);
  const columns = [{ label: 'Recipient' }, { label: 'When' }, { label: 'Customers' }, { label: 'Parts' }];
  return listed(
    json,
    rows.length === 0 ? null : { columns, rows },
    'A digest goes to nobody: see packs/digest.yaml, or subscribe.',
  );
}

function listed(
  json: unknown,
  table: { columns: { label: string }[]; rows: { text: string }[][][] } | null,
  none: string,
): Outcome {
  if (table === null) return { json, view: said(none) };
  return { json, view: { summary: 'Digests', blocks: [{ kind: 'table', ...table }] } };
}

async function change(ctx: RequestContext, verb: 'subscribe' | 'off', options: Options): Promise<Outcome> {
  if (!ctx.member) throw usage('A subscription is of a person', 'Say whose: --as exec1');
  const schedule =
    verb === 'off'
      ? null
      : {
          day: dayOf(textOption(options, 'day') ?? 'mon'),
          hour: numberOption(options, 'hour', { flag: '--hour', from: 0, to: 23 }) ?? 8,
          sections: sectionsOf(options) ?? [...digestSections],
          segment: textOption(options, 'segment') ?? null,
        };
  const kept = await subscribe(ctx, ctx.member.id, schedule);
  return {
    json: { member: ctx.member.id, subscription: kept },
    view: subscribedView(kept, ctx.content.sla.workingHours.zone),
  };
}

function dayOf(text: string): (typeof weekdays)[number] {
  const day = weekdays.find((known) => known === text.toLowerCase());
  if (day) return day;
  throw usage(`--day is '${text}'`, `Use one of ${weekdays.join(', ')}.`);
}

function sectionsOf(options: Options): DigestSection[] | undefined {
  const text = textOption(options, 'sections');
  if (text === undefined) return undefined;
  const words = text.split(',').map((word) => word.trim().toLowerCase());
  const unknown = words.find((word) => !digestSections.some((known) => known === word));
  if (unknown !== undefined)
    throw usage(`--sections names '${unknown}'`, `Use some of ${digestSections.join(',')}.`);
  return digestSections.filter((known) => words.includes(known));
}
