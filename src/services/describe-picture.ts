import type { ProposalPicture } from '../domain/proposal.ts';
import { type ActionField, describeAction } from '../guardrail/describe-action.ts';

/** Every leaf of what was proposed, for its card; while an edit waits, with what the version before said. */
export function describePicture({
  action,
  previous,
  proposal,
}: Pick<ProposalPicture, 'action' | 'previous' | 'proposal'>): ActionField[] {
  const fields = describeAction(action);
  if (!previous || proposal.state !== 'proposed') return fields;
  const earlier = new Map(describeAction(previous).map(({ path, value }) => [path, value]));
  return fields.map((field) => {
    const before = earlier.get(field.path);
    return field.before === undefined && before !== undefined && before !== field.value
      ? { ...field, before }
      : field;
  });
}
