import { findSlaProblem, type SlaPack, slaPackSchema } from '../domain/sla.ts';
import { readSettingsPack } from './settings-pack.ts';

/**
 * Reads what is promised about tickets: ours, or the operator's file of the same name.
 * @param overrides - the folder of HOLDFAST_CONFIG; null = none
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export async function readSlaPack(overrides: string | null): Promise<SlaPack> {
  return await readSettingsPack('sla', slaPackSchema, overrides, findSlaProblem);
}
