import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { AppState } from '../../../main/contract/app-state.ts';
import type { Answer, Api, Ask, QuestionName } from '../../../main/contract/contract.ts';

/** Only bounds a test that would wait for ever. */
const DEADLINE_MS = 60_000;

/** Asks as the page itself would; rejects with the words that the page would show. */
export async function askIn<Name extends QuestionName>(
  page: Page,
  name: Name,
  ask: Ask<Name>,
): Promise<Answer<Name>> {
  const asked = { name, ask };
  const answer: unknown = await page.evaluate((asked: { name: QuestionName; ask: unknown }) => {
    const { faultline } = globalThis as unknown as { faultline: Api };
    return faultline.ask(asked.name, asked.ask as never);
  }, asked);
  return answer as Answer<Name>;
}

/** The state as the page is told it, as soon as it fits. */
export async function stateIn(
  page: Page,
  fits: (state: AppState) => boolean = () => true,
): Promise<AppState> {
  const seen: AppState[] = [];
  await expect
    .poll(
      async () => {
        const state = await askIn(page, 'state', null);
        seen.push(state);
        return fits(state) ? true : JSON.stringify(state);
      },
      { timeout: DEADLINE_MS, interval: 200 },
    )
    .toBe(true);
  const last = seen.at(-1);
  if (last === undefined) throw new Error('the page was never asked');
  return last;
}

/** Settles when the page says this sentence, wherever. */
export async function verdictIn(page: Page, headline: string): Promise<void> {
  await page.getByText(headline).first().waitFor({ timeout: DEADLINE_MS });
}
