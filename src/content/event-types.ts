import { z } from 'zod';
import { type CustomEventType, customSignals, eventTypes } from '../domain/event-types.ts';
import { invalidFile } from './invalid-file.ts';
import { readYamlFile } from './yaml-file.ts';

const code = 'HF_CONTENT_INVALID';

const fileSchema = z.strictObject({
  eventTypes: z.array(
    z.strictObject({
      name: z
        .string()
        .regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/, 'noun.verb in lower case, such as message.received'),
      feeds: z.enum(customSignals),
      required: z.record(z.string(), z.enum(['string', 'number', 'boolean'])).default({}),
    }),
  ),
});

/**
 * Reads the further event types of `events.yaml`.
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export async function readCustomEventTypes(file: string | null): Promise<Map<string, CustomEventType>> {
  if (!file) return new Map();
  const yaml = await readYamlFile(file, code);
  const parsed = fileSchema.safeParse(yaml.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalidFile(
      code,
      file,
      yaml.lineOf(issue?.path ?? []),
      `${issue?.path.join('.')}: ${issue?.message}`,
    );
  }
  const types = new Map<string, CustomEventType>();
  for (const [index, type] of parsed.data.eventTypes.entries()) {
    if (types.has(type.name) || (eventTypes as string[]).includes(type.name)) {
      throw invalidFile(
        code,
        file,
        yaml.lineOf(['eventTypes', index]),
        `event type '${type.name}' exists already`,
      );
    }
    types.set(type.name, type);
  }
  return types;
}
