import { renumbered } from './renumbered.ts';
import type { HelperClient, TrainReport, TrainRequest, TrainSender } from './types.ts';

/** Echo requests in fragments by whichever helper runs at the time. */
export function currentTrains(current: () => HelperClient | null): TrainSender {
  const trains = renumbered<HelperClient, TrainRequest, TrainReport>({
    current,
    send: (client, request, onReport) => client.train(request, onReport),
    giveUp: (client, id) => client.cancelTrain(id),
  });
  return { train: trains.send, cancelTrain: trains.giveUp };
}
