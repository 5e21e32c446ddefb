import { TRACE_BOUNDS } from '../../../main/contract/trace-bounds.ts';
import type { TraceAsk } from '../../../main/domain/trace/ask.ts';
import { countText } from '../../../main/domain/words/numbers.ts';

export type OptionName = 'maxHops' | 'queries' | 'timeoutMs' | 'intervalMs' | 'port' | 'size';

/** What is typed; empty: the usual. */
export type OptionTexts = Readonly<Record<OptionName, string>>;

export interface Option {
  readonly name: OptionName;
  readonly label: string;
  /** What it is, in a line. */
  readonly explanation: string;
  /** Of the number; empty: a count. */
  readonly unit: string;
}

export const OPTIONS: readonly Option[] = [
  { name: 'maxHops', label: 'Hops at most', unit: '', explanation: 'How far it looks.' },
  {
    name: 'queries',
    label: 'Probes a hop',
    unit: '',
    explanation: 'More of them tell small losses; a continuous trace sends one a round.',
  },
  {
    name: 'timeoutMs',
    label: 'Wait, ms',
    unit: 'ms',
    explanation: 'A probe without an answer for so long is called lost.',
  },
  { name: 'intervalMs', label: 'Round every, ms', unit: 'ms', explanation: 'Of a continuous trace.' },
  { name: 'port', label: 'Port', unit: '', explanation: 'Of UDP and TCP.' },
  { name: 'size', label: 'Packet, bytes', unit: 'bytes', explanation: 'With all its headers.' },
];

export const NO_OPTIONS: OptionTexts = {
  maxHops: '',
  queries: '',
  timeoutMs: '',
  intervalMs: '',
  port: '',
  size: '',
};

export const countOptions = (texts: OptionTexts): number =>
  OPTIONS.filter(({ name }) => texts[name].trim() !== '').length;

export type CheckedOptions =
  | { readonly ok: true; readonly options: Partial<Record<OptionName, number>> }
  | { readonly ok: false; readonly field: OptionName; readonly text: string };

export function checkOptions(texts: OptionTexts): CheckedOptions {
  const options: Partial<Record<OptionName, number>> = {};
  for (const { name, label, unit } of OPTIONS) {
    const typed = texts[name].trim();
    if (typed === '') continue;
    const { min, max } = TRACE_BOUNDS[name];
    const value = Number(typed);
    if (!/^\d+$/.test(typed) || value < min || value > max) {
      const range = `${countText(min)} to ${countText(max)}`;
      const what = label.replace(/, .*/, '');
      return {
        ok: false,
        field: name,
        text: `${what} takes a whole number from ${range}${unit && ` ${unit}`}.`,
      };
    }
    options[name] = value;
  }
  return { ok: true, options };
}

/** As somebody else asked. */
export const optionTexts = (ask: TraceAsk): OptionTexts => ({
  maxHops: String(ask.maxHops ?? ''),
  queries: String(ask.queries ?? ''),
  timeoutMs: String(ask.timeoutMs ?? ''),
  intervalMs: String(ask.intervalMs ?? ''),
  port: String(ask.port ?? ''),
  size: String(ask.size ?? ''),
});
