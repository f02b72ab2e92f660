import { describe, expect, it } from 'vitest';
import { leaveOutMiddle } from './leave-out-middle.ts';

describe('a text that is too long', () => {
  it('is what it was where it is short enough', () => {
    for (const text of ['', 'a', 'b'.repeat(200)]) expect(leaveOutMiddle(text, 200)).toBe(text);
  });

  it('keeps its beginning and its end, and says how much is missing between', () => {
    const text = `It began here.${'x'.repeat(5_000)}Error: SCHEMA_DRIFT`;
    const kept = leaveOutMiddle(text, 400);
    expect(kept.length).toBeLessThanOrEqual(400);
    expect(kept.length).toBeGreaterThan(330);
    const [, head = '', count, tail = ''] =
      /^(.*)\n\[… (\d+) characters left out …\]\n(.*)$/s.exec(kept) ?? [];
    expect(head).toMatch(/^It began here\./);
    expect(tail).toMatch(/Error: SCHEMA_DRIFT$/);
    expect(head.length + Number(count) + tail.length).toBe(text.length);
  });

  it('is never longer than it may be, and no character is cut in two', () => {
    for (const text of ['🙂'.repeat(5_000), `a${'🙂'.repeat(5_000)}`, 'y'.repeat(1_000_000)])
      for (let most = 200; most < 210; most++) {
        const kept = leaveOutMiddle(text, most);
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(kept.isWellFormed()).toBe(true);
      }
  });
});
