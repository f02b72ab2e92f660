import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What names one process of one system, also after its number was given to another. */
export interface ProcessIdentity {
  pid: number;
  /** The kernel's start time of the process; null = this system does not say. */
  processStartedAt: string | null;
  /** Boot and process name space: where the number means something. */
  space: string;
  host: string;
}

/** The identity of the process that asks. */
export function thisProcess(): ProcessIdentity {
  const stat = readStat(process.pid);
  return {
    pid: process.pid,
    processStartedAt: stat?.startedAt ?? null,
    space: currentSpace(),
    host: hostname(),
  };
}

/**
 * Whether a process lives. A zombie does not: some containers never collect their dead children.
 * @returns null when this system cannot know: another machine or container, or no start times
 */
export function isAlive(holder: ProcessIdentity): boolean | null {
  if (holder.space !== currentSpace()) return null;
  const stat = readStat(holder.pid);
  if (stat) return holder.processStartedAt === stat.startedAt && stat.state !== 'Z' && stat.state !== 'X';
  if (!exists(holder.pid)) return false;
  return holder.processStartedAt === null ? null : false;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** State and start time from `/proc/PID/stat`; null = no such process, or no such system. */
function readStat(pid: number): { state: string; startedAt: string } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in brackets and may hold anything, so count from its end.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startedAt: fields[19] ?? '' };
  } catch {
    return null;
  }
}

function currentSpace(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}
