import type { RequestContext } from '../context.ts';

const name = 'book';

/** Members who want no book in the morning. */
export async function bookRefusers(ctx: RequestContext): Promise<ReadonlySet<string>> {
  const settings = await ctx.store.listMemberSettings(name);
  return new Set(settings.filter(({ value }) => value === 'off').map(({ member }) => member));
}

/** Keeps whether a member wants their book each morning. */
export async function setBook(ctx: RequestContext, member: string, value: 'on' | 'off'): Promise<void> {
  await ctx.store.writeMemberSetting({ member, name, value, at: ctx.clock.now() });
}
