/** Where the desktop's settings store keeps the version of the file: no setting, whoever reads it. */
export const STORE_KEY = '__internal__';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function withoutStoreKey(value: unknown): unknown {
  if (!isObject(value) || !Object.hasOwn(value, STORE_KEY)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== STORE_KEY));
}

/** The version a file was last written as, `1.0.0`; null: it has none that can be read. */
export function storedVersion(value: unknown): string | null {
  const internal = isObject(value) ? value[STORE_KEY] : undefined;
  const migrations = isObject(internal) ? internal['migrations'] : undefined;
  const version = isObject(migrations) ? migrations['version'] : undefined;
  return typeof version === 'string' && /^\d{1,6}\.\d{1,6}\.\d{1,6}$/.test(version) ? version : null;
}

/** Negative: the left one is the older. */
export function compareVersions(left: string, right: string): number {
  const parts = (version: string): number[] => version.split('.').map(Number);
  const [a, b] = [parts(left), parts(right)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
