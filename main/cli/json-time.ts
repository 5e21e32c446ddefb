/** ISO 8601, UTC, milliseconds: `2026-11-21T14:02:31.123Z`. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();

export const isoTimeOrNull = (ms: number | null): string | null => (ms === null ? null : isoTime(ms));
