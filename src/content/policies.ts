import { statSync } from 'node:fs';
import { type PolicyFiles, policySchemaFile } from '../domain/policy-files.ts';
import { contentFolders, overlayFolders } from './folders.ts';
import { invalidFile } from './invalid-file.ts';
import { readContentFile } from './read-file.ts';

/** The one way to the files of policies. */
export interface PolicyReader {
  /** @throws {HoldfastError} HF_POLICY_INVALID when a file cannot be read */
  read(): Promise<PolicyFiles>;
  /** Differs whenever a file was written, added, replaced or removed; costs no reading. */
  stamp(): Promise<string>;
  /** The same at once, for whoever cannot wait: eleven calls to the file system. */
  peek(): string;
  /** Full path of the table of cases; null = there is none */
  casesFile(): Promise<string | null>;
}

const code = 'HF_POLICY_INVALID';
const policyFile = /^[^.].*\.cedar$/;
const anyFile = /^[^.].*\.(?:cedar|cedarschema)$/;
const casesName = 'tests.yaml';

/** Where policies lie: ours, and the operator's, whose files replace ours of the same name. */
export function policyFolders(overrides: string | null): string[] {
  return contentFolders('policies', overrides);
}

/** @param folders - a later folder's file replaces an earlier one of the same name */
export function createPolicyReader(folders: readonly string[]): PolicyReader {
  return {
    read: async () => {
      const paths = overlayFolders(folders, anyFile);
      const schema = paths.get(policySchemaFile);
      const policies = [...paths].filter(([name]) => policyFile.test(name));
      return {
        schema: schema === undefined ? null : await readText(schema),
        files: await Promise.all(
          policies.map(async ([name, path]) => ({ name, text: await readText(path) })),
        ),
      };
    },
    stamp: async () => peekAt(folders),
    peek: () => peekAt(folders),
    casesFile: async () => overlayFolders(folders, /^tests\.yaml$/).get(casesName) ?? null,
  };
}

function peekAt(folders: readonly string[]): string {
  return [...overlayFolders(folders, anyFile).values()].map(stampOf).join('\n');
}

/** A file put in another's place has another inode; one restored with its old time has another change time. */
function stampOf(path: string): string {
  try {
    const { mtimeNs, ctimeNs, size, ino } = statSync(path, { bigint: true });
    return [path, mtimeNs, ctimeNs, size, ino].join(' ');
  } catch (error) {
    return `${path} ${(error as NodeJS.ErrnoException).code}`;
  }
}

/** Strict, because two files of different bytes must never be one text. */
async function readText(path: string): Promise<string> {
  const bytes = await readContentFile(path, { code });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw invalidFile(code, path, 1, 'not valid UTF-8', error);
  }
}
