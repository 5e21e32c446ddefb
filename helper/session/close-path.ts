import type { Handler } from './handler.ts';

export const closePath: Handler<'close-path'> = (command, { prober }) => prober.closePath(command);
