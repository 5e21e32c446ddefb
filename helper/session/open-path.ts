import type { Handler } from './handler.ts';

export const openPath: Handler<'open-path'> = (command, { prober, refuse }) =>
  prober.openPath(command, (refusal) => refuse(command.id, refusal));
