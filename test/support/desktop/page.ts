import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { AppState } from '../../../main/contract/app-state.ts';

/** Only bounds a test that would wait for ever. */
const DEADLINE_MS = 60_000;

/** The state as the page is told it, as soon as it fits. */
export async function stateIn(
  page: Page,
  fits: (state: AppState) => boolean = () => true,
): Promise<AppState> {
  let state: AppState | null = null;
  await expect
    .poll(
      async () => {
        state = await page.evaluate(() => window.faultline.ask('state', null));
        return fits(state) ? true : JSON.stringify(state);
      },
      { timeout: DEADLINE_MS, interval: 200 },
    )
    .toBe(true);
  if (state === null) throw new Error('no state');
  return state;
}

/** Settles when the page says this sentence, wherever. */
export async function verdictIn(page: Page, headline: string): Promise<void> {
  await page.getByText(headline).first().waitFor({ timeout: DEADLINE_MS });
}
