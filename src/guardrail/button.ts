import { isMac, type MacKey, macOf } from './mac.ts';

/** What a button names: one version of one proposal. */
export interface ButtonTarget {
  proposalId: string;
  version: number;
}

const macLength = 32;

/** What a button carries: `proposal.version.MAC`. Nothing else that comes with a click is trusted. */
export function buttonValue({ proposalId, version }: ButtonTarget, key: MacKey): string {
  return `${proposalId}.${version}.${shortMacOf(proposalId, version, key)}`;
}

/** Reads a button's value. Null = it was not made here. */
export function readButton(value: string, key: MacKey): ButtonTarget | null {
  const match = /^([a-z0-9]{8,40})\.([1-9]\d{0,6})\.([0-9a-f]{32})$/.exec(value);
  if (!match?.[1] || !match[2] || !match[3]) return null;
  const target = { proposalId: match[1], version: Number(match[2]) };
  return isMac(match[3], shortMacOf(target.proposalId, target.version, key)) ? target : null;
}

/** 128 bits: short enough for every platform's buttons, long enough not to be guessed. */
function shortMacOf(proposalId: string, version: number, key: MacKey): string {
  return macOf(`button:${proposalId}.${version}`, key).slice(0, macLength);
}
