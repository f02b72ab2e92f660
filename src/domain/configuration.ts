import { z } from 'zod';
import { customSignals } from './event-types.ts';
import { profileSchema } from './profile.ts';

/** A configuration as it is kept: everything besides events that an answer depends on. */
export const keptConfigurationSchema = z.object({
  scorer: z.string(),
  profiles: z.array(profileSchema),
  customTypes: z.array(
    z.object({
      name: z.string(),
      feeds: z.enum(customSignals),
      required: z.record(z.string(), z.enum(['string', 'number', 'boolean'])),
    }),
  ),
});
export type KeptConfiguration = z.infer<typeof keptConfigurationSchema>;
