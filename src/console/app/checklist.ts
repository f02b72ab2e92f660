/** The page that a customer sees of its own onboarding. */
export function checklistPath(account: string): string {
  return `/checklists/${encodeURIComponent(account)}`;
}
