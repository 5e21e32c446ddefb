import { PATH_PROBE_BOUNDS, TRACE_BOUNDS } from '../../../main/contract/trace-bounds.ts';
import type { TraceAsk } from '../../../main/domain/trace/ask.ts';
import { countText } from '../../../main/domain/words/numbers.ts';
import type { Way } from './ways.ts';

export type OptionName =
  | 'maxHops'
  | 'queries'
  | 'count'
  | 'rate'
  | 'timeoutMs'
  | 'intervalMs'
  | 'port'
  | 'size';

/** What is typed; empty: the usual. */
export type OptionTexts = Readonly<Record<OptionName, string>>;

export interface Option {
  readonly name: OptionName;
  readonly label: string;
  /** What it is, in a line. */
  readonly explanation: string;
  /** Of the number; empty: a count. */
  readonly unit: string;
  /** Where it means something. */
  readonly ways: readonly Way[];
}

const TRACES = ['forward', 'reverse', 'between'] as const;
const BOUNDS = { ...PATH_PROBE_BOUNDS, ...TRACE_BOUNDS };

export const OPTIONS: readonly Option[] = [
  {
    name: 'maxHops',
    label: 'Hops at most',
    unit: '',
    explanation: 'How far it looks.',
    ways: [...TRACES, 'path'],
  },
  {
    name: 'queries',
    label: 'Probes a hop',
    unit: '',
    explanation: 'More of them tell small losses; a continuous trace sends one a round.',
    ways: TRACES,
  },
  {
    name: 'count',
    label: 'Probes a hop',
    unit: '',
    explanation: 'To see a loss of 5 % for sure takes about 60 of them.',
    ways: ['path'],
  },
  {
    name: 'rate',
    label: 'Packets a second',
    unit: '',
    explanation:
      'All hops together; at most 2 a second turn round at one hop, but the first ones pass on those of all.',
    ways: ['path'],
  },
  {
    name: 'timeoutMs',
    label: 'Wait, ms',
    unit: 'ms',
    explanation: 'A probe without an answer for so long is called lost.',
    ways: [...TRACES, 'path'],
  },
  {
    name: 'intervalMs',
    label: 'Round every, ms',
    unit: 'ms',
    explanation: 'Of a continuous trace.',
    ways: ['forward'],
  },
  { name: 'port', label: 'Port', unit: '', explanation: 'Of UDP and TCP.', ways: ['forward'] },
  {
    name: 'size',
    label: 'Packet, bytes',
    unit: 'bytes',
    explanation: 'With all its headers.',
    ways: ['forward'],
  },
];

export const NO_OPTIONS: OptionTexts = {
  maxHops: '',
  queries: '',
  count: '',
  rate: '',
  timeoutMs: '',
  intervalMs: '',
  port: '',
  size: '',
};

export const optionsOf = (way: Way): readonly Option[] => OPTIONS.filter(({ ways }) => ways.includes(way));

export const countOptions = (texts: OptionTexts, way: Way): number =>
  optionsOf(way).filter(({ name }) => texts[name].trim() !== '').length;

export type CheckedOptions =
  | { readonly ok: true; readonly options: Partial<Record<OptionName, number>> }
  | { readonly ok: false; readonly field: OptionName; readonly text: string };

/** Those of another way are let be. */
export function checkOptions(texts: OptionTexts, way: Way): CheckedOptions {
  const options: Partial<Record<OptionName, number>> = {};
  for (const { name, label, unit } of optionsOf(way)) {
    const typed = texts[name].trim();
    if (typed === '') continue;
    const { min, max } = BOUNDS[name];
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
  ...NO_OPTIONS,
  maxHops: String(ask.maxHops ?? ''),
  queries: String(ask.queries ?? ''),
  timeoutMs: String(ask.timeoutMs ?? ''),
  intervalMs: String(ask.intervalMs ?? ''),
  port: String(ask.port ?? ''),
  size: String(ask.size ?? ''),
});
