import { type Alert, alertKey, alertTextLength } from '../../domain/alert.ts';
import { byHand, type Finding, type FindingKind } from '../../domain/finding.ts';
import { oneLine } from '../../domain/one-line.ts';
import type { Severity } from '../../domain/rule-pack.ts';
import { utcDayOf } from '../../domain/utc-day.ts';
import { HoldfastError } from '../../errors.ts';
import { raiseAlert } from '../../rules/alert/reconcile-alerts.ts';
import type { NoteSource } from '../../store/account-notes.ts';
import { requireChangeable } from '../authorize.ts';
import { configurationId } from '../configuration.ts';
import { actorOf, type RequestContext } from '../context.ts';
import { noteUrl, scoreUrl } from '../evidence.ts';
import { type NotedAccount, noteAccount } from '../note-account.ts';

/** What a person saw that no rule sees. */
export interface RaiseInput {
  account: string;
  kind: FindingKind;
  severity: Severity;
  title: string;
  text: string;
  /** The message that it was read in; null = none */
  source: NoteSource | null;
}

export type RaiseResult = { ok: true; alert: Alert } | { ok: false; reason: string };

const titleLength = 150;

/**
 * Raises an alert that no rule found. What was seen is noted on the timeline first: that note is its evidence. One of a
 * kind is open per account, as for a rule; a second one is refused, with the title of the first.
 * @throws {HoldfastError} HF_FORBIDDEN, HF_ACCOUNT_UNKNOWN
 */
export async function raiseByHand(ctx: RequestContext, input: RaiseInput): Promise<RaiseResult> {
  await requireChangeable(ctx, 'alerts');
  const seen = await describe(ctx, input);
  const open = openOf(await ctx.store.latestAlerts([input.account]), seen.finding);
  if (open) return refused(open);
  const noted = await noteAccount(ctx, {
    account: input.account,
    text: `${seen.finding.title}: ${input.text}`,
    source: input.source,
  });
  const at = ctx.clock.now();
  const title = `${ctx.member?.name ?? 'Holdfast'} noted: ${seen.finding.title}`;
  const evidence = evidenceOf(noted, input.account, title, at);
  return await ctx.store.transaction(async (store) => {
    await store.lockAlerts();
    const other = openOf(await store.latestAlerts([input.account]), seen.finding);
    if (other) return refused(other);
    const alert = raiseAlert({ ...seen, evidence }, ctx.ids.proposal(at), false, at);
    const detail = { severity: input.severity, quiet: false };
    await store.writeAlerts(
      [alert],
      [{ alertId: alert.id, at: at.toISOString(), by: actorOf(ctx), what: 'raised', detail }],
    );
    await store.appendAudit({
      at,
      actor: actorOf(ctx),
      action: 'alert.raised',
      account: input.account,
      detail: { alert: alert.id, rule: byHand, note: noted.note },
    });
    return { ok: true, alert };
  });
}

async function describe(
  ctx: RequestContext,
  { account: id, kind, severity, title, text }: RaiseInput,
): Promise<Pick<Alert, 'finding' | 'picture' | 'owner'>> {
  const [account] = await ctx.store.findAccounts([id]);
  if (!account) throw new HoldfastError('HF_ACCOUNT_UNKNOWN', `Unknown account '${id}'`);
  const now = ctx.clock.now();
  const score = (await ctx.store.scoresAt([id], now)).get(id);
  const { asOf, knownAt } = score ?? { asOf: now, knownAt: await ctx.store.lastSequence() };
  const finding: Finding = {
    rule: byHand,
    pack: byHand,
    packVersion: 1,
    kind,
    account: id,
    severity,
    title: oneLine(title, titleLength),
    text: oneLine(text, alertTextLength),
    figures: [],
    reasons: [],
    also: [],
    playbook: null,
    evidence: { since: utcDayOf(now), parts: [] },
  };
  const hundredths = score?.hundredths ?? null;
  return {
    finding,
    owner: account.owner,
    picture: {
      accountName: account.name,
      tier: account.tier,
      segment: account.segment,
      arr: account.arr,
      renewsOn: account.renewsOn,
      band: score?.band ?? null,
      score: hundredths === null ? null : hundredths / 100,
      scoreUrl: scoreUrl(id, asOf, knownAt, configurationId(ctx.content)),
    },
  };
}

/** The note, unless its message was noted of another account before. */
function evidenceOf({ note, account }: NotedAccount, of: string, title: string, at: Date): Alert['evidence'] {
  if (account !== of) return [];
  return [{ at: at.toISOString(), kind: 'note', title, eventId: `note.${note}`, url: noteUrl(note) }];
}

function openOf(latest: readonly Alert[], finding: Finding): Alert | undefined {
  const key = alertKey({ account: finding.account, finding });
  return latest.find((alert) => alert.state !== 'closed' && alertKey(alert) === key);
}

function refused({ finding, picture }: Alert): RaiseResult {
  const reason = `An alert of this kind that a person raised is open for ${picture.accountName} already: ${finding.title}`;
  return { ok: false, reason };
}
