import type { PushFormat } from '../../../domain/model/metrics-config.ts';
import type { Encoder } from './encoder.ts';
import { influx } from './influx.ts';
import { remoteWrite } from './remote-write.ts';

/** Every format there is; one line each. */
export const ENCODERS: Readonly<Record<PushFormat, Encoder>> = {
  'remote-write': remoteWrite,
  influx,
};
