import { accountArea } from './account.ts';
import { alertsArea } from './alerts.ts';
import { approvalsArea } from './approvals.ts';
import { auditArea } from './audit.ts';
import { cohortsArea } from './cohorts.ts';
import { companyArea } from './company.ts';
import { healthArea } from './health.ts';
import { homeArea } from './home.ts';
import { onboardingArea } from './onboarding.ts';
import { portfolioArea } from './portfolio.ts';
import type { ConsolePorts } from './ports.ts';
import type { ConsoleArea } from './route.ts';
import { settingsArea } from './settings.ts';
import { supportArea } from './support.ts';
import { switchesArea } from './switches.ts';
import { valueArea } from './value.ts';

/** Every part of the console. */
export function consoleAreas(ports: ConsolePorts): readonly ConsoleArea[] {
  return [
    ...[homeArea, portfolioArea, accountArea(ports), cohortsArea, onboardingArea(ports), alertsArea],
    ...[supportArea, companyArea, valueArea, approvalsArea, switchesArea],
    ...[healthArea(ports), auditArea(ports), settingsArea(ports)],
  ];
}
