/** The first line of a question: what a ticket or report is called. */
export function headlineOf(question: string): string {
  return question.trimStart().split('\n', 1)[0]?.trim() ?? '';
}
