/** Scripts that are read from the right. */
const fromTheRight = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Whether a line is read from the right: its first letter says so. Source: Unicode Standard Annex 9, P2 and P3 */
export function readsFromRight(text: string): boolean {
  const first = /\p{L}/u.exec(text)?.[0];
  return first !== undefined && fromTheRight.test(first);
}

/** Whether some of it is read from the right: a figure that stands next after it may be drawn before it. */
export function turnsAround(text: string): boolean {
  return fromTheRight.test(text);
}
