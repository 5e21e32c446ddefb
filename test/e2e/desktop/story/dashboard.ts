import type { Page } from 'playwright-core';

export interface IncidentRow {
  readonly id: string;
  readonly class: string;
  readonly title: string;
  readonly length: string;
  readonly evidence: string;
  readonly note: string;
  /** Its details are open. */
  readonly isSelected: boolean;
}

/** What a person reads, all of it at one moment. */
export interface Dashboard {
  readonly state: string;
  readonly headline: string;
  readonly detail: string;
  /** The word of each light, by its subject; empty where nothing is known. */
  readonly lights: Readonly<Record<string, string>>;
  readonly mode: string;
  /** Sentences about Faultline itself, by what they are about. */
  readonly advice: Readonly<Record<string, string>>;
  readonly incidents: readonly IncidentRow[];
}

export const dashboardIn = (page: Page): Promise<Dashboard> =>
  page.evaluate(() => {
    const all = (selector: string): readonly HTMLElement[] => [
      ...document.querySelectorAll<HTMLElement>(selector),
    ];
    const text = (root: ParentNode, selector: string): string =>
      root.querySelector(selector)?.textContent?.trim() ?? '';
    return {
      state: document.querySelector<HTMLElement>('.verdict')?.dataset['state'] ?? '',
      headline: text(document, '.verdict h1'),
      detail: text(document, '.verdict p'),
      lights: Object.fromEntries(
        all('.light').map((light) => [light.dataset['subject'], text(light, '.light-word')]),
      ),
      mode: text(document, '.top-bar-mode'),
      advice: Object.fromEntries(all('.advice').map((bar) => [bar.dataset['advice'], text(bar, 'p')])),
      incidents: all('tr.incident').map((row) => ({
        id: row.dataset['incident'] ?? '',
        class: row.dataset['class'] ?? '',
        title: text(row, '.incident-select'),
        length: text(row, '.incident-length'),
        evidence: text(row, '.incident-evidence > :first-child'),
        note: text(row, '.incident-note'),
        isSelected: row.querySelector('[aria-expanded="true"]') !== null,
      })),
    };
  });
