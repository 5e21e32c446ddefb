import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { ExportFormat } from '../../../main/contract/contract.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { api } from '../../api.ts';
import { attempt, say } from '../../components/feedback/toasts.ts';
import { MenuButton, type MenuItem } from '../../components/menu-button.tsx';
import { visibleRange } from '../range/range.ts';
import { nowMs, range } from '../store.ts';
import { exportResult } from './export-text.ts';

const FORMATS: readonly (MenuItem & { readonly id: ExportFormat })[] = [
  { id: 'csv', title: 'CSV', detail: 'For a spreadsheet' },
  { id: 'json', title: 'JSON', detail: 'For a program, or your provider' },
];

/** Writes the chosen range to a file that main asks for; the result is said. */
export function ExportMenu(): JSX.Element {
  const busy = useSignal(false);
  const write = async (format: ExportFormat): Promise<void> => {
    const { fromMs, toMs } = visibleRange(range.peek().current, nowMs.peek());
    busy.value = true;
    await attempt(async () => {
      const exported = await api.ask('export', {
        fromMs: wallMs(Math.max(0, fromMs)),
        toMs: wallMs(toMs),
        format,
      });
      const result = exportResult(exported);
      if (result !== null) say('done', result);
    });
    busy.value = false;
  };
  return (
    <MenuButton
      items={FORMATS}
      busy={busy.value}
      onChoose={(id) => {
        const format = FORMATS.find((item) => item.id === id)?.id;
        if (format !== undefined) void write(format);
      }}
    >
      {busy.value ? 'Exporting …' : 'Export'}
    </MenuButton>
  );
}
