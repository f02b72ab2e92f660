import { type CurrencyTable, currencyTableSchema, findCurrencyProblem } from '../domain/currencies.ts';
import { contentFolders, overlayFolders } from './folders.ts';
import { invalidFile } from './invalid-file.ts';
import { readYamlFile } from './yaml-file.ts';

const code = 'HF_CONTENT_INVALID';

/**
 * Reads what currencies are worth: ours, which has no rates, or the operator's file of the same name.
 * @param overrides - the folder of HOLDFAST_CONFIG; null = none
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export async function readCurrencies(overrides: string | null): Promise<CurrencyTable> {
  const [file] = overlayFolders(contentFolders('packs', overrides), /^currencies\.yaml$/).values();
  if (file === undefined) return { id: 'currencies', version: 1, rates: [] };
  const yaml = await readYamlFile(file, code);
  const parsed = currencyTableSchema.safeParse(yaml.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const key = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [...(issue?.path ?? []), ...key];
    const where = path.join('.') || 'file';
    throw invalidFile(code, file, yaml.lineOf(path), `${where}: ${issue?.message ?? 'invalid'}`);
  }
  const problem = findCurrencyProblem(parsed.data);
  if (problem)
    throw invalidFile(code, file, yaml.lineOf(problem.path), `${problem.path.join('.')}: ${problem.reason}`);
  return parsed.data;
}
