import type { Format } from '../figures/exposition.ts';

interface Range {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** RFC 9110 section 12.4.2: 0 to 1, left out: 1. */
  readonly quality: number;
}

/** Of a header only so much is looked at. */
const MOST_RANGES = 32;

/** A token or a quoted string; no media type that matters here has a comma or a semicolon in quotes. */
const unquoted = (text: string): string => text.trim().replaceAll(/^"|"$/g, '');

function rangeOf(text: string): Range {
  const [type = '', ...rest] = text.split(';');
  const parameters = new Map(
    rest.map((parameter) => {
      const [name = '', value = ''] = parameter.split('=');
      return [name.trim().toLowerCase(), unquoted(value)] as const;
    }),
  );
  const quality = Number(parameters.get('q') ?? '1');
  return { type: type.trim().toLowerCase(), parameters, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

const best = (ranges: readonly Range[], fits: (range: Range) => boolean): number =>
  Math.max(0, ...ranges.filter(fits).map(({ quality }) => quality));

const isOpenMetrics = ({ type, parameters }: Range): boolean =>
  type === 'application/openmetrics-text' && (parameters.get('version') ?? '1.0.0') === '1.0.0';

const isText = ({ type, parameters }: Range): boolean =>
  type === 'text/plain' && (parameters.get('version') ?? '0.0.4') === '0.0.4';

/** OpenMetrics for those who ask for it by name; else what everybody can read, whatever they say they accept. */
export function acceptedFormat(accept: string | undefined): Format {
  const ranges = (accept ?? '').split(',', MOST_RANGES).map(rangeOf);
  const openMetrics = best(ranges, isOpenMetrics);
  return openMetrics > 0 && openMetrics >= best(ranges, isText) ? 'open-metrics' : 'text';
}
