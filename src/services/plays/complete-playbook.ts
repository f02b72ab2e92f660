import type { Action } from '../../domain/action.ts';
import { digestOf } from '../../domain/canonical-json.ts';
import type { Recipe } from '../../domain/play.ts';
import { HoldfastError } from '../../errors.ts';
import type { StoreTransaction } from '../../store/store.ts';
import type { Services } from '../context.ts';

type WithContent = Pick<Services, 'content'>;

/**
 * The parameters of a start, with the version in force; those of any other kind as they came. What names no playbook at
 * all is left to the schema.
 * @throws {HoldfastError} HF_ACTION_INVALID when there is no such playbook, or another version of it is in force
 */
export function completePlaybook({ content }: WithContent, kind: string, params: unknown): unknown {
  if (kind !== 'playbook.start' || params === null || typeof params !== 'object') return params;
  const { playbook: id, version } = params as { playbook?: unknown; version?: unknown };
  if (typeof id !== 'string') return params;
  const found = content.playbooks.find((playbook) => playbook.id === id);
  if (!found) {
    throw new HoldfastError('HF_ACTION_INVALID', `There is no playbook '${id.slice(0, 60)}'`, {
      next: 'List them with: play ACCOUNT list',
    });
  }
  if (version !== undefined && version !== found.version) {
    throw new HoldfastError(
      'HF_ACTION_INVALID',
      `Playbook '${id}' is version ${found.version} now; version ${String(version)} cannot be started`,
    );
  }
  return { ...params, version: found.version };
}

/**
 * Keeps the version that a start names with its proposal, so that it runs as it was shown.
 * @throws {HoldfastError} HF_CONTENT_INVALID when the file changed without a new version number
 */
export async function keepPlaybook(
  { content, clock }: Pick<Services, 'content' | 'clock'>,
  store: Pick<StoreTransaction, 'keepRecipe'>,
  { kind, params }: Pick<Action, 'kind' | 'params'>,
): Promise<void> {
  const found =
    kind === 'playbook.start' ? content.playbooks.find(({ id }) => id === params.playbook) : undefined;
  if (!found) return;
  const { id, version, title, steps } = found;
  const recipe: Recipe = { id, version, title, steps };
  if (await store.keepRecipe({ recipe, digest: digestOf(recipe), at: clock.now() })) return;
  throw new HoldfastError(
    'HF_CONTENT_INVALID',
    `Playbook '${id}' changed but its version is still ${version}`,
    {
      next: `Set version: ${version + 1} in the file, so that plays under ${version} can still be understood.`,
    },
  );
}
