const fromTheRight =
  '[\\p{Script=Arabic}\\p{Script=Hebrew}\\p{Script=Syriac}\\p{Script=Thaana}\\p{Script=Nko}]';
const mark = '\u200e';
const beforeFigure = new RegExp(`(${fromTheRight}\\p{M}*)(?=[^\\p{L}\\p{N}]+\\p{N})`, 'gu');
const beginning = new RegExp(`^[^\\p{L}\\p{N}]*${fromTheRight}`, 'u');

/**
 * A line of ours that names somebody in letters that run from the right: without a mark after the name, a figure that
 * follows would be drawn before it. For lines that people only read.
 */
export function steadyOrder(line: string): string {
  const steady = line.replace(beforeFigure, `$1${mark}`);
  return beginning.test(steady) ? `${mark}${steady}` : steady;
}
