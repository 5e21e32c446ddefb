import type { Handler } from './handler.ts';

export const train: Handler<'train'> = (command, { prober }) => prober.train(command);
