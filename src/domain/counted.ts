/** `1 day`, `3 days`; `many` where it is not the noun with an s: `2 people`. */
export function counted(count: number, noun: string, many = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : many}`;
}
