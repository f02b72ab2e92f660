import { approvalsArea } from './approvals.ts';
import { auditArea } from './audit.ts';
import { homeArea } from './home.ts';
import type { ConsolePorts } from './ports.ts';
import type { ConsoleArea } from './route.ts';
import { switchesArea } from './switches.ts';

/** Every part of the console. */
export function consoleAreas(ports: ConsolePorts): readonly ConsoleArea[] {
  return [homeArea, approvalsArea, switchesArea, auditArea(ports)];
}
