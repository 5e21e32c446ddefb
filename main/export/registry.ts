import type { ExporterKind } from './types.ts';

/** Every exporter there is; one line each. */
export const EXPORTER_KINDS: readonly ExporterKind[] = [];
