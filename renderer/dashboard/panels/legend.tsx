import type { Bucket } from '../../../main/domain/model/series.ts';
import { millisecondsText, percentText } from '../../../main/domain/words/numbers.ts';
import { figureOf, figuresOf, LINES, type LineName } from '../../charts/figures.ts';
import { shownLines, toggleLine } from './chart-store.ts';

const LINE_NAMES: Readonly<Record<LineName, string>> = {
  meanMs: 'mean',
  p95Ms: 'p95',
  p99Ms: 'p99',
  maxMs: 'max',
  loss: 'loss',
};

const LINE_TITLES: Readonly<Record<LineName, string>> = {
  meanMs: 'Mean round trip',
  p95Ms: '95 of 100 answers were faster',
  p99Ms: '99 of 100 answers were faster',
  maxMs: 'The slowest answer',
  loss: 'Probes without an answer',
};

function text(line: LineName, value: number | null): string {
  if (value === null) return '–';
  return line === 'loss' ? percentText(value / 100) : millisecondsText(value);
}

interface LegendProps {
  readonly name: string;
  readonly buckets: readonly Bucket[];
  /** The bucket under the crosshair; undefined: the crosshair is nowhere. */
  readonly pointed: Bucket | undefined;
}

/** Least, most and newest of each line; its name shows or hides it. */
export function Legend({ name, buckets, pointed }: LegendProps) {
  return (
    <table class="legend">
      <caption class="unseen">{name}: figures of the chosen range</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="unseen">Line</span>
          </th>
          <th scope="col">min</th>
          <th scope="col">max</th>
          <th scope="col">{pointed === undefined ? 'now' : 'here'}</th>
        </tr>
      </thead>
      <tbody>
        {LINES.map((line) => {
          const figures = figuresOf(buckets, line);
          return (
            <tr key={line}>
              <th scope="row">
                <button
                  type="button"
                  class={`legend-key legend-${line}`}
                  aria-pressed={shownLines.value.has(line)}
                  title={LINE_TITLES[line]}
                  onClick={() => toggleLine(line)}
                >
                  {LINE_NAMES[line]}
                </button>
              </th>
              <td>{text(line, figures.min)}</td>
              <td>{text(line, figures.max)}</td>
              <td>{text(line, pointed === undefined ? figures.now : figureOf(pointed, line))}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
