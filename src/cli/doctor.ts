import { counted } from '../domain/counted.ts';
import type { View } from '../views/view.ts';
import type { Command, Session } from './command.ts';
import {
  checkChat,
  checkConfiguration,
  checkContent,
  checkDatabase,
  checkFolder,
  checkKeys,
  checkNode,
  checkTeams,
} from './doctor-checks.ts';

/** What one check found. */
export interface Finding {
  check: string;
  state: 'ok' | 'warning' | 'problem';
  detail: string;
  /** What to do about it; null = nothing. */
  next: string | null;
}

/** `doctor`: what could keep this installation from working. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'Checks everything that this installation needs, and says what to do.',
  arguments: [],
  options: [],
  examples: ['doctor', 'doctor --json'],
  run: async (session) => {
    const checks = await examine(session);
    const problems = checks.filter(({ state }) => state === 'problem').length;
    const warnings = checks.filter(({ state }) => state === 'warning').length;
    return {
      json: { ok: problems === 0, problems, warnings, checks },
      view: doctorView(checks, problems, warnings),
      exit: problems === 0 ? 0 : 1,
    };
  },
};

async function examine(session: Session): Promise<Finding[]> {
  const findings: Finding[] = [checkNode()];
  const { finding, config } = checkConfiguration(session);
  findings.push(finding);
  if (!config) return findings;
  findings.push(...(await checkFolder(config)));
  findings.push(...(await checkKeys(config)));
  findings.push(await checkContent(config));
  findings.push(...(await checkDatabase(session)));
  findings.push(await checkChat(config));
  if (config.teams) findings.push(await checkTeams(config));
  return findings;
}

const signs = { ok: '✓ ok', warning: '! warning', problem: '✗ problem' } as const;

function doctorView(checks: readonly Finding[], problems: number, warnings: number): View {
  const summary =
    problems + warnings === 0
      ? 'Everything is in order.'
      : `${counted(problems, 'problem')}, ${counted(warnings, 'warning')}.`;
  const todo = checks
    .filter(({ next }) => next !== null)
    .map(({ check, next }) => [{ text: `${check}: ${next}` }]);
  return {
    summary,
    blocks: [
      {
        kind: 'table',
        columns: [{ label: '' }, { label: 'Check' }, { label: 'Found' }],
        rows: checks.map(({ state, check, detail }) =>
          [signs[state], check, detail].map((text) => [{ text }]),
        ),
      },
      ...(todo.length > 0 ? [{ kind: 'list' as const, items: todo }] : []),
      { kind: 'text', spans: [{ text: summary, strong: true }] },
    ],
  };
}
