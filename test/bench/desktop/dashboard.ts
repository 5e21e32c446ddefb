import { z } from 'zod';
import type { Told } from './in-electron/protocol.ts';
import type { Program } from './program.ts';
import type { Started } from './stage.ts';

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

/** Epoch ms with fractions: the one clock that all processes here share. */
export const epoch = (): number => performance.timeOrigin + performance.now();

/** After the last answer this long nothing more is asked: it was the last one. */
const QUIET_MS = 400;

/** How long each stage took from the click, ms. */
export interface Opened {
  readonly readyMs: number;
  readonly headlineMs: number;
  readonly chartsMs: number;
  /** Main's time for the figures in the charts; 0 where there are none. */
  readonly answerMs: number;
}

type Series = Extract<Told, { type: 'series' }>;

/** The last answer about a whole range of about this length, once no further one is under way. */
function settledAnswer(told: readonly Told[], sinceMs: number, spanMs: number): Series | undefined {
  const whole = told.filter(
    (one): one is Series =>
      one.type === 'series' && one.atMs >= sinceMs && Math.abs(one.spanMs / spanMs - 1) < 0.1,
  );
  const asked = whole.filter(({ phase }) => phase === 'asked').length;
  const answers = whole.filter(({ phase }) => phase === 'answered');
  const last = answers.at(-1);
  const isQuiet = last !== undefined && epoch() - last.atMs > QUIET_MS;
  return isQuiet && answers.length === asked ? last : undefined;
}

/** Looks again now and then: quiet is no event. */
async function lastAnswer(program: Program, sinceMs: number, spanMs: number): Promise<Series> {
  await program.waitFor('figures', (told) =>
    told.find((one) => one.type === 'series' && one.phase === 'answered' && one.atMs >= sinceMs),
  );
  for (;;) {
    const answer = settledAnswer(program.told, sinceMs, spanMs);
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const number = async (value: Promise<unknown>): Promise<number> => z.number().parse(await value);

export const paintedAfter = (program: Program, sinceMs: number): Promise<number> =>
  number(program.page((since) => globalThis.faultlineBench.paintedAfter(since), sinceMs));

/** Epoch ms at which a window that was asked for after this moment shows itself. */
export function shown(program: Program, sinceMs: number): Promise<number> {
  return program.waitFor('window that shows itself', (told) => {
    const times = told.map((one) => (one.type === 'ready-to-show' ? one.atMs : 0));
    return times.find((atMs) => atMs > sinceMs);
  });
}

/** Clicks on the icon and waits until the window's charts show what there is. */
export async function open({ program, icon }: Started, hasFigures: boolean): Promise<Opened> {
  const clickMs = epoch();
  await icon.click();
  const readyMs = await shown(program, clickMs);
  const answer = hasFigures ? await lastAnswer(program, clickMs, 15 * MINUTE_MS) : null;
  const paintedMs = await paintedAfter(program, answer?.atMs ?? clickMs);
  const headlineMs = await number(program.page(() => globalThis.faultlineBench.headlineMs));
  return {
    readyMs: readyMs - clickMs,
    headlineMs: headlineMs - clickMs,
    chartsMs: paintedMs - clickMs,
    answerMs: answer?.tookMs ?? 0,
  };
}

export const close = ({ program }: Pick<Started, 'program'>): Promise<unknown> =>
  program.ask({ type: 'close' });

/** Clicks on the button of a range, named by its text; ms until its charts are painted, and main's share of it. */
export async function chooseRange(
  { program }: Started,
  text: string,
  spanMs: number,
): Promise<{ readonly paintedMs: number; readonly answerMs: number }> {
  const clickMs = await number(
    program.page((wanted) => {
      const buttons = [...document.querySelectorAll('button')];
      const button = buttons.find((one) => one.textContent?.replace(/\s/g, '') === wanted);
      if (button === undefined) throw new Error(`there is no button for ${wanted}`);
      const clickMs = performance.timeOrigin + performance.now();
      button.click();
      return clickMs;
    }, text),
  );
  const answer = await lastAnswer(program, clickMs, spanMs);
  const paintedMs = await paintedAfter(program, answer.atMs);
  return { paintedMs: paintedMs - clickMs, answerMs: answer.tookMs };
}
