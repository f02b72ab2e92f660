import type { Content } from '../content/content.ts';
import { digestOf } from '../domain/canonical-json.ts';
import { type KeptConfiguration, keptConfigurationSchema } from '../domain/configuration.ts';
import { HoldfastError } from '../errors.ts';
import { scorerVersion } from '../rules/health/score-health.ts';
import type { RequestContext, Services } from './context.ts';

type Configuration = Pick<Content, 'profiles' | 'customTypes'>;

const ids = new WeakMap<object, string>();

/**
 * Names everything besides events that an answer depends on: the scorer, the profiles in force and the registered
 * event types. Equal files give equal ids. 16 hexadecimal digits of a SHA-256.
 */
export function configurationId(content: Configuration): string {
  const known = ids.get(content);
  if (known) return known;
  const id = digestOf(toBody(content)).slice(0, 16);
  ids.set(content, id);
  return id;
}

/** Keeps the configuration in force, so that answers given under it can be computed again. */
export async function keepConfiguration(
  services: Pick<Services, 'store' | 'content' | 'clock'>,
): Promise<void> {
  const { store, content, clock } = services;
  const id = configurationId(content);
  const isNew = await store.addConfiguration(id, toBody(content), clock.now());
  if (isNew) await store.forgetOtherBases(id);
}

/**
 * The context that an answer is asked under. A configuration's id stands for the profiles and types of then; anything
 * else is left for the choice among profiles.
 * @throws {HoldfastError} HF_PROFILE_UNKNOWN when the configuration belongs to another scorer
 */
export async function chooseConfiguration(
  ctx: RequestContext,
  text: string | undefined,
): Promise<{ under: RequestContext; profileVersion: string | undefined }> {
  if (text === undefined || !/^[0-9a-f]{16}$/.test(text)) return { under: ctx, profileVersion: text };
  if (text === configurationId(ctx.content)) return { under: ctx, profileVersion: undefined };
  const body = await ctx.store.readConfiguration(text);
  if (body === null) return { under: ctx, profileVersion: text };
  const parsed = keptConfigurationSchema.safeParse(body);
  if (!parsed.success || parsed.data.scorer !== scorerVersion) {
    throw new HoldfastError(
      'HF_PROFILE_UNKNOWN',
      `Configuration '${text}' belongs to another version of the scorer`,
      {
        next: `This Holdfast has scorer ${scorerVersion}; replay with the version that gave the answer.`,
      },
    );
  }
  const { profiles, customTypes } = parsed.data;
  const content: Content = {
    ...ctx.content,
    profiles,
    customTypes: new Map(customTypes.map((type) => [type.name, type])),
  };
  ids.set(content, text);
  return { under: { ...ctx, content }, profileVersion: undefined };
}

function toBody({ profiles, customTypes }: Configuration): KeptConfiguration {
  const types = [...customTypes.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { scorer: scorerVersion, profiles, customTypes: types };
}
