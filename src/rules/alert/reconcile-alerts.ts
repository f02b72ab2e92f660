import { type Alert, type AlertEnd, type AlertNote, alertKey } from '../../domain/alert.ts';
import { byHand, type Finding } from '../../domain/finding.ts';
import { type Severity, severities } from '../../domain/rule-pack.ts';

const dayMs = 86_400_000;

/** What a watch of an account sees: a finding, with everything that its card needs. */
export interface SeenFinding {
  finding: Finding;
  evidence: Alert['evidence'];
  picture: Alert['picture'];
  owner: string | null;
}

/** What becomes of alerts: those to write, and what their history says of it. */
export interface Reconciled {
  raise: SeenFinding[];
  changed: Alert[];
  notes: AlertNote[];
}

/** What a watch stands on beside alerts and findings. */
export interface WatchFacts {
  /** Of each rule. */
  clearsAfterDays: (rule: string) => number;
  /** Accounts whose customer has left: nothing is at risk there any more. */
  left: ReadonlySet<string>;
  now: Date;
}

/**
 * Brings an account's alerts together with what its rules see now. One alert stands for one matter as long as it
 * lasts: it is edited, not raised again; it closes when its rule has not held for some days, and opens again, the same
 * one, when the matter comes back within as many. So a fact that swings around its threshold is one alert (B11). What a
 * person called not useful stays closed until the rule has let go of it. What a person raised, a person ends.
 * @param latest - the newest alert of each matter, open or closed
 */
export function reconcileAlerts(
  latest: readonly Alert[],
  seen: readonly SeenFinding[],
  { clearsAfterDays, left, now }: WatchFacts,
): Reconciled {
  const result: Reconciled = { raise: [], changed: [], notes: [] };
  const known = new Map(latest.map((alert) => [alertKey(alert), alert]));
  const held = new Set<string>();
  for (const one of seen) {
    const key = alertKey({ account: one.finding.account, finding: one.finding });
    held.add(key);
    const alert = known.get(key);
    if (!alert) result.raise.push(one);
    else keepUp(result, alert, one, clearsAfterDays(one.finding.rule), now);
  }
  for (const [key, alert] of known) {
    if (held.has(key)) continue;
    if (left.has(alert.account)) end(result, alert, 'left', now);
    else if (alert.finding.rule !== byHand) letGo(result, alert, clearsAfterDays(alert.finding.rule), now);
  }
  return result;
}

/** The rule holds, and there is an alert of this matter already. */
function keepUp(result: Reconciled, alert: Alert, seen: SeenFinding, days: number, now: Date): void {
  if (alert.state !== 'closed') {
    const change = changeOf(alert, seen, days, now);
    if (change) push(result, change.alert, change.note);
    return;
  }
  if (alert.clearSince === null) return; // closed by a person, and it never let go
  const clearMs = now.getTime() - new Date(alert.clearSince).getTime();
  // Since its end as long again: a matter that was gone for good is a new one.
  if (clearMs >= 2 * days * dayMs) result.raise.push(seen);
  else if (alert.end?.because === 'cleared') push(result, ...reopened(alert, seen, now));
  else if (clearMs >= days * dayMs) result.raise.push(seen);
  else push(result, { ...alert, clearSince: null }, null);
}

function reopened(alert: Alert, seen: SeenFinding, now: Date): [Alert, AlertNote] {
  const at = now.toISOString();
  const open: Alert = {
    ...withSeen(alert, seen),
    state: alert.assignee === null ? 'open' : 'acknowledged',
    clearSince: null,
    easesSince: null,
    end: null,
    updatedAt: at,
    revision: alert.revision + 1,
  };
  return [open, { alertId: alert.id, at, by: null, what: 'reopened', detail: {} }];
}

/** What of a standing alert is to be written; null = nothing */
function changeOf(
  alert: Alert,
  seen: SeenFinding,
  days: number,
  now: Date,
): { alert: Alert; note: AlertNote | null } | null {
  const before = alert.finding;
  const { severity, easesSince } = severityToShow(alert, seen.finding.severity, days, now);
  const finding = { ...seen.finding, severity };
  const isSame = before.severity === severity && wordsOf(before) === wordsOf(finding);
  if (isSame && ownershipOf(alert) === ownershipOf(seen)) {
    if (alert.clearSince === null && (alert.easesSince ?? null) === easesSince) return null;
    return { alert: { ...alert, clearSince: null, easesSince }, note: null };
  }
  const at = now.toISOString();
  const next: Alert = {
    ...withSeen(alert, { ...seen, finding }),
    clearSince: null,
    easesSince,
    updatedAt: at,
    revision: alert.revision + 1,
  };
  const what = turnOf(before.severity, severity);
  const detail = { from: before.severity, to: severity };
  return { alert: next, note: what && { alertId: alert.id, at, by: null, what, detail } };
}

/**
 * It worsens at once, and eases only when the worse has not held for as long as the alert would need to close: a fact
 * that swings around the threshold of a severity does not turn the card each day.
 */
function severityToShow(
  alert: Alert,
  seen: Severity,
  days: number,
  now: Date,
): { severity: Severity; easesSince: string | null } {
  const shown = alert.finding.severity;
  if (turnOf(shown, seen) !== 'eased') return { severity: seen, easesSince: null };
  const since = alert.easesSince ?? now.toISOString();
  const isOver = now.getTime() - new Date(since).getTime() >= days * dayMs;
  return isOver ? { severity: seen, easesSince: null } : { severity: shown, easesSince: since };
}

/** Everything that a card says of it. */
function wordsOf({ text, also }: Finding): string {
  return [text, ...also].join('\n');
}

/** Whose the account is, what it is worth and until when: what a card shows whatever the rule says. */
function ownershipOf({ owner, picture }: Pick<Alert, 'owner' | 'picture'>): string {
  const { accountName, tier, segment, arr, renewsOn } = picture;
  return JSON.stringify([owner, accountName, tier, segment, arr?.amount, arr?.currency, renewsOn]);
}

function withSeen(alert: Alert, { finding, evidence, picture, owner }: SeenFinding): Alert {
  return { ...alert, finding, evidence, picture, owner };
}

function turnOf(before: Severity, now: Severity): 'worsened' | 'eased' | null {
  const [from, to] = [severities.indexOf(before), severities.indexOf(now)];
  if (from === to) return null;
  return to < from ? 'worsened' : 'eased';
}

/** The rule does not hold. */
function letGo(result: Reconciled, alert: Alert, days: number, now: Date): void {
  const at = now.toISOString();
  if (alert.clearSince === null) {
    push(result, { ...alert, clearSince: at }, null);
    return;
  }
  if (now.getTime() - new Date(alert.clearSince).getTime() >= days * dayMs)
    end(result, alert, 'cleared', now);
}

function end(result: Reconciled, alert: Alert, because: AlertEnd, now: Date): void {
  if (alert.state === 'closed') return;
  const at = now.toISOString();
  const closed: Alert = {
    ...alert,
    state: 'closed',
    snooze: null,
    clearSince: alert.clearSince ?? at,
    end: { at, because, by: null },
    updatedAt: at,
    revision: alert.revision + 1,
  };
  push(result, closed, { alertId: alert.id, at, by: null, what: 'closed', detail: { because } });
}

function push(result: Reconciled, alert: Alert, note: AlertNote | null): void {
  result.changed.push(alert);
  if (note) result.notes.push(note);
}

/** A new alert of what was seen. @param quiet - history says so, and nobody is called */
export function raiseAlert(seen: SeenFinding, id: string, quiet: boolean, now: Date): Alert {
  const at = now.toISOString();
  return {
    id,
    account: seen.finding.account,
    state: 'open',
    quiet,
    revision: 1,
    finding: seen.finding,
    evidence: seen.evidence,
    picture: seen.picture,
    owner: seen.owner,
    openedAt: at,
    updatedAt: at,
    assignee: null,
    snooze: null,
    escalated: null,
    play: null,
    verdicts: [],
    clearSince: null,
    easesSince: null,
    end: null,
  };
}
