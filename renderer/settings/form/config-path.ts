/** `['retention', 'rawHours']`: where a value stands in the config. */
export type ConfigPath = readonly (string | number)[];

/** Names a field wherever one is needed: `retention.rawHours`. */
export const pathKey = (path: ConfigPath): string => path.join('.');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Undefined where there is no such place. */
export function valueAt(config: unknown, path: ConfigPath): unknown {
  let value = config;
  for (const part of path) {
    if (Array.isArray(value)) value = value[Number(part)];
    else value = isRecord(value) ? value[part] : undefined;
  }
  return value;
}

/** A copy with one value in place of another; what is beside the path stays the same. */
export function withValue(config: unknown, path: ConfigPath, value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (Array.isArray(config)) {
    return config.map((item: unknown, index) => (index === first ? withValue(item, rest, value) : item));
  }
  const record = isRecord(config) ? config : {};
  return { ...record, [first]: withValue(record[first], rest, value) };
}
