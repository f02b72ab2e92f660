import { counted } from '../domain/counted.ts';
import type { OnboardingStatus } from '../domain/onboarding.ts';
import { sentenceSpans } from './command.ts';
import { capitalize } from './format.ts';
import { statusWords } from './onboarding-words.ts';
import { shortenLine } from './shorten-line.ts';
import type { View } from './view.ts';
import { type Names, who } from './who.ts';

/** One account in onboarding as its row shows it. */
export interface OnboardingRow {
  id: string;
  name: string;
  owner: string | null;
  day: number;
  status: OnboardingStatus;
  reason: string;
  passed: number;
  failed: number;
  friction: number;
}

const shownAtMost = 40;
const buttonsAtMost = 5;
const reasonLength = 120;

/** Every onboarding, whoever needs somebody first on top. */
export function onboardingListView(rows: readonly OnboardingRow[], names: Names = new Map()): View {
  const summary = `${counted(rows.length, 'account')} in onboarding`;
  if (rows.length === 0) return { summary, blocks: [{ kind: 'text', spans: [{ text: `${summary}.` }] }] };
  const count = (status: OnboardingStatus): number => rows.filter((row) => row.status === status).length;
  const title = `${summary}: ${count('stuck')} stuck, ${count('behind')} behind, ${count('on_track')} on track`;
  const shown = rows.slice(0, shownAtMost);
  const rest = rows.length - shown.length;
  return {
    summary: title,
    blocks: [
      { kind: 'heading', text: title },
      {
        kind: 'table',
        columns: [
          { label: 'Account' },
          { label: 'Day', align: 'right' },
          { label: 'Status' },
          { label: 'Goals', align: 'right' },
          { label: 'Friction', align: 'right' },
          { label: 'Why' },
        ],
        rows: shown.map(({ name, owner, day, status, reason, passed, failed, friction }) => [
          [
            { text: shortenLine(name, 40), strong: true },
            { text: '\n' },
            { text: who(owner, names, 'no owner'), quiet: true },
          ],
          [{ text: String(day) }],
          [{ text: statusWords[status], strong: status === 'stuck' || status === 'behind' }],
          [{ text: `${passed} ✓ ${failed} ✗` }],
          [{ text: friction === 0 ? '–' : String(friction) }],
          [{ text: capitalize(shortenLine(reason, reasonLength)) }],
        ]),
      },
      {
        kind: 'buttons',
        buttons: shown.slice(0, buttonsAtMost).map(({ id, name }) => ({
          action: 'onboarding',
          label: shortenLine(name, 40),
          value: id,
        })),
      },
      {
        kind: 'note',
        spans: sentenceSpans(
          `${rest > 0 ? `${rest} more are not shown. ` : ''}\`/cs onboarding NAME\` shows one of them.`,
        ),
      },
    ],
  };
}
