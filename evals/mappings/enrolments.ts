import { type Mapping, passive } from './mapping.ts';

/** Students of a course: a submission is a completed recipe; enrolment and deadlines stand on the timeline. */
export const enrolments: Mapping = {
  family: 'oulad',
  customTypes: [passive('account.created'), passive('onboarding.summary'), passive('milestone.due')],
  map: ({ type, payload, line }) =>
    type === 'recipe.completed'
      ? { type, payload: { ...payload, recipe: String(payload.id ?? `line-${line}`) } }
      : { type, payload },
};
