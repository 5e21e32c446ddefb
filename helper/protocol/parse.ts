import { COMMAND_SHAPES, id, isOp } from './commands.ts';
import { EVENT_SHAPES, isEventName } from './events.ts';
import type { Command, ErrorCode, ErrorEvent, HelperEvent } from './messages.ts';
import { isRecord, read, shown } from './shape.ts';

function parseJson(line: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(line) };
  } catch {
    return null;
  }
}

/** The id to answer a faulty command with: read on its own, so that the client can tell which one it was. */
function readableId(record: Readonly<Record<string, unknown>>): number | null {
  const value = Object.hasOwn(record, 'id') ? record['id'] : null;
  return typeof value === 'number' && id.check(value, 'id') === null ? value : null;
}

export const refusal = (forId: number | null, code: ErrorCode, message: string): ErrorEvent => ({
  event: 'error',
  id: forId,
  code,
  message,
});

/** A command that is exactly as the contract says, or the answer to send instead. */
export function parseCommand(line: string): Command | ErrorEvent {
  const json = parseJson(line);
  if (json === null) return refusal(null, 'bad-json', 'the line is not JSON');
  if (!isRecord(json.value)) return refusal(null, 'bad-json', 'the line is not a JSON object');
  const record = json.value;
  const forId = readableId(record);
  const op = Object.hasOwn(record, 'op') ? record['op'] : undefined;
  if (op === undefined) return refusal(forId, 'bad-field', 'op is missing');
  if (typeof op !== 'string') return refusal(forId, 'bad-field', 'op is not a string');
  if (!isOp(op)) return refusal(forId, 'unknown-op', `unknown op ${shown(op)}`);
  const result = read<Command>(record, COMMAND_SHAPES[op]);
  return 'value' in result ? result.value : refusal(forId, result.fault.code, result.fault.message);
}

/** For the client: an event that is exactly as the contract says, or what is wrong with the line. */
export function parseEvent(line: string): HelperEvent | { readonly error: string } {
  const json = parseJson(line);
  if (json === null || !isRecord(json.value)) return { error: 'the line is not a JSON object' };
  const record = json.value;
  const name = Object.hasOwn(record, 'event') ? record['event'] : undefined;
  if (typeof name !== 'string') return { error: 'event is missing or not a string' };
  if (!isEventName(name)) return { error: `unknown event ${shown(name)}` };
  const result = read<HelperEvent>(record, EVENT_SHAPES[name]);
  return 'value' in result ? result.value : { error: `${name}: ${result.fault.message}` };
}
