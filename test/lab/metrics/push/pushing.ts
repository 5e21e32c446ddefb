import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { artifact } from '../../../../main/artifact.ts';
import type { PushConfig } from '../../../../main/domain/model/metrics-config.ts';
import type { ExporterState } from '../../../../main/domain/model/metrics-state.ts';
import type { MonitorEvent } from '../../../../main/domain/model/monitor-event.ts';
import { NO_NETWORK } from '../../../../main/domain/model/network.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { PushClient } from '../../../../main/export/push/client.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { PUSH } from '../../../unit/export/push/fixtures.ts';

export interface Pushing {
  readonly client: PushClient;
  /** Tells it all of them, at its pace. */
  tell(events: readonly MonitorEvent[]): Promise<void>;
  /** Settles when its state fits. */
  until(what: string, fits: (state: ExporterState) => boolean): Promise<ExporterState>;
  /** As if the machine had come into another network: it tries at once. */
  changeNetwork(): void;
}

const DEADLINE_MS = 60_000;
/** Less than the client holds while the worker is busy. */
const LOT = 5000;

export interface PushingSetup {
  readonly push: Partial<PushConfig> & Pick<PushConfig, 'url'>;
  readonly machine?: string;
  readonly folder?: string;
}

/** The exporter as it runs in the product, worker and all. */
export function startPushing({ push, machine = 'home', folder = temporaryFolder() }: PushingSetup): Pushing {
  const listeners = new Set<() => void>();
  const client = new PushClient({
    start: {
      push: { ...PUSH, ...push },
      machine,
      labels: { provider: 'example' },
      version: '0.0.0',
      queuePath: join(folder, 'metrics-queue.sqlite'),
    },
    script: artifact('metrics-worker.mjs'),
    handOverMs: 20,
    onState: () => {
      for (const listener of [...listeners]) listener();
    },
  });
  onTestFinished(() => client.stop());
  const until = (what: string, fits: (state: ExporterState) => boolean): Promise<ExporterState> =>
    new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        listeners.delete(look);
      };
      const look = (): void => {
        const { state } = client;
        if (!fits(state)) return;
        end();
        resolve(state);
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`not ${what}: ${JSON.stringify(client.state)}`));
      }, DEADLINE_MS);
      listeners.add(look);
      look();
    });
  return {
    client,
    until,
    async tell(events) {
      for (let at = 0; at < events.length; at += LOT) {
        for (const event of events.slice(at, at + LOT)) client.take(event);
        while (client.untaken > 0) await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    changeNetwork: () =>
      client.take({
        type: 'network',
        atMs: wallMs(Date.now()),
        network: NO_NETWORK,
      }),
  };
}
