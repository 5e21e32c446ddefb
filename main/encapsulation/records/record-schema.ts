import { z } from 'zod';
import { type HopCalibration, WAYS_HOME } from '../../domain/model/encapsulation.ts';
import { wallMs } from '../../domain/model/units.ts';

/** More are forgotten, those used or tested longest ago first. */
export const NETWORKS_KEPT = 32;
export const ADDRESSES_KEPT = 512;

const word = z.string().max(200);
const at = z.number().min(0).max(8_640_000_000_000_000).transform(wallMs);

const CALIBRATION = z.object({
  address: z.string().min(1).max(100),
  decapsulates: z.enum(['yes', 'no', 'untestable']),
  reason: z.enum(['refuses', 'prohibited', 'swallows', 'silent', 'no-way-home']).nullable(),
  waysHome: z.array(z.enum(WAYS_HOME)).max(WAYS_HOME.length),
  farther: z.string().min(1).max(100).optional(),
  largestBytes: z.int().min(1).max(65_535).nullable(),
  ttlHome: z.int().min(1).max(255).nullable(),
  testedMs: at,
  partial: z.boolean().optional(),
}) satisfies z.ZodType<HopCalibration, unknown>;

const NETWORK = z.object({
  /** Empty: a machine without any way out, or whose network is not known. */
  id: word,
  usedMs: at,
  consent: z.object({ allowed: z.boolean(), atMs: at }).nullable(),
  calibrations: z.array(CALIBRATION).max(ADDRESSES_KEPT),
});

export const RECORDS = z.object({
  version: z.literal(1),
  networks: z.array(NETWORK).max(NETWORKS_KEPT),
});

export type NetworkRecord = z.infer<typeof NETWORK>;
export type Records = z.infer<typeof RECORDS>;

export const NO_RECORDS: Records = { version: 1, networks: [] };
