import type { Job } from './job.ts';

/** What the queue runs of a job: itself, or its parts, each under a name of its own. */
export function partsOf(job: Job): Job[] {
  const { parts: count } = job;
  if (count === undefined) return [job];
  return Array.from({ length: count }, (_, position) => {
    const index = position + 1;
    return {
      ...job,
      name: `${job.name} ${index}/${count}`,
      run: async (ctx, slot) => await job.run(ctx, slot, { index, count }),
    };
  });
}

/** The job that a line of the book is about. */
export function jobNameOf(bookedName: string): string {
  return bookedName.replace(/ \d+\/\d+$/, '');
}
