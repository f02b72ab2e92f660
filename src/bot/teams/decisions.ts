import type { View, ViewBlock, ViewButton } from '../../views/view.ts';

/** Buttons that only who may decide shall see. */
const deciding: ReadonlySet<string> = new Set(['approve', 'reject', 'edit']);

/**
 * A card of a proposal as everybody in a channel sees it: in place of the buttons that decide, one that asks for those
 * that this person may use. Teams asks by itself for whoever may decide.
 * @returns `button` = what that one carries; null = the view decides nothing
 */
export function forEverybody(view: View): { view: View; button: string | null } {
  const button = buttonsOf(view).find(({ action }) => action === 'approve')?.value ?? null;
  if (button === null) return { view, button };
  const look: ViewButton = { action: 'look', label: 'Decide', value: button, tone: 'primary' };
  return {
    view: {
      ...view,
      blocks: view.blocks.map((block) => {
        if (block.kind !== 'buttons' || !block.buttons.some(({ action }) => deciding.has(action)))
          return block;
        return {
          kind: 'buttons',
          buttons: [look, ...block.buttons.filter(({ action }) => !deciding.has(action))],
        };
      }),
    },
    button,
  };
}

function buttonsOf({ blocks }: View): ViewButton[] {
  return blocks.flatMap((block: ViewBlock) => (block.kind === 'buttons' ? block.buttons : []));
}

/** Presses about a proposal, after which its card shows what is so now. */
export function isOnProposal(action: string): boolean {
  return ['approve', 'cancel', 'undo', 'settle-done', 'settle-failed', 'look'].includes(action);
}
