/** What is wrong with something the user wrote, as data: the caller decides where it is shown. */
export interface Problem {
  readonly what: string;
  /** The file with its line and column, or the option. */
  readonly where: string;
  /** What to do about it. */
  readonly wayOut: string;
}

/** `what, where; what to do`: always one line, whatever the user's text holds. */
export function problemLine(problem: Problem): string {
  const place = problem.where === '' ? problem.what : `${problem.what}, ${problem.where}`;
  const line = problem.wayOut === '' ? place : `${place}; ${problem.wayOut}`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach the terminal.
  return line.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
}
