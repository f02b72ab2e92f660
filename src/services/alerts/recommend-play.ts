import type { Alert } from '../../domain/alert.ts';
import type { AlertCard } from '../../views/alert-view.ts';
import type { RequestContext } from '../context.ts';

/** The playbook for an alert, and why this one; null = none fits. */
export async function recommendPlay(_ctx: RequestContext, { finding }: Alert): Promise<AlertCard['play']> {
  if (finding.playbook === null) return null;
  return { id: finding.playbook, title: finding.playbook, why: `It is the play for "${finding.title}".` };
}
