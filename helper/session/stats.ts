import type { Handler } from './handler.ts';

export const stats: Handler<'stats'> = ({ id }, { prober, send, rejected, dropped }) => {
  send({ event: 'stats', id, ...prober.counters, rejected: rejected(), dropped: dropped() });
  return null;
};
