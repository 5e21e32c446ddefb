import type { z } from 'zod';
import type { TraceView } from '../domain/model/trace.ts';
import { TRACE_VIEW } from './file/view-schema.ts';

export interface TraceFileProblem {
  /** One sentence with the way out. */
  readonly problem: string;
}

/** Characters; a trace of the longest path with all that a view carries has a tenth of it. */
export const TRACE_FILE_LIMIT = 8_000_000;

const WAY_OUT = 'choose a file that was saved with "Save as JSON" in the traceroute window.';
const problem = (what: string): TraceFileProblem => ({ problem: `${what}: ${WAY_OUT}` });

function isOfCommandLine(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'command' in value && value.command === 'trace';
}

/** The first thing that is wrong, by its place: `hops[2].sent`. */
function placeOf({ issues: [first] }: z.ZodError): string {
  const path = (first?.path ?? []).map((part) =>
    typeof part === 'number' ? `[${part}]` : `.${String(part)}`,
  );
  return path.join('').replace(/^\./, '');
}

function readJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/**
 * A trace that was saved as JSON, masked or not. It was written anywhere, so nothing of it is believed that is not
 * checked, and what this program does not know is left out. A trace is kept when it has ended: one saved under way
 * is taken as stopped.
 */
export function parseTraceFile(text: string): TraceView | TraceFileProblem {
  if (text.length > TRACE_FILE_LIMIT) return problem('This file is too large for a saved trace');
  const json = readJson(text.replace(/^\ufeff/, ''));
  if (json === null) return problem('This file is no JSON, or not all of it is there');
  if (isOfCommandLine(json.value)) {
    return problem('This is the output of "faultline trace --json", which holds less than a saved trace');
  }
  const parsed = TRACE_VIEW.safeParse(json.value);
  if (!parsed.success) {
    const place = placeOf(parsed.error);
    return problem(place === '' ? 'This file holds no trace' : `This file holds no trace (see ${place})`);
  }
  const view = parsed.data;
  return view.status === 'running' ? { ...view, status: 'stopped' } : view;
}
