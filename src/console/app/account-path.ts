/** The page of one customer. */
export function accountPath(id: string): string {
  return `/console/accounts/${encodeURIComponent(id)}`;
}
