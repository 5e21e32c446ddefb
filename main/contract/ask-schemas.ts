import { z } from 'zod';
import { HELPER_CHOICES } from '../domain/model/helper-way.ts';
import { INCIDENT_CLASSES } from '../domain/model/incident.ts';
import { KINDS } from '../domain/model/kind.ts';
import { EXPORTERS } from '../domain/model/metrics-state.ts';
import { TRACE_METHODS, TRACE_MODES } from '../domain/model/trace.ts';
import { wallMs } from '../domain/model/units.ts';
import { type Ask, type QuestionName, WINDOWS } from './contract.ts';
import { PATH_PROBE_BOUNDS, TRACE_BOUNDS } from './trace-bounds.ts';

/** Far beyond anything a window of ours asks; what is longer was not written by it. */
export const ASK_BOUNDS = {
  /** The last moment that a Date can name (ECMA-262 section 21.4.1.1). */
  wallMs: 8_640_000_000_000_000,
  points: 2000,
  incidents: 1000,
  noteLength: 2000,
  idLength: 100,
  networkLength: 200,
  anchorLength: 100,
  pauseMs: { min: 1000, max: 7 * 86_400_000 },
  port: 65_535,
} as const;

const TIME = z.number().min(0).max(ASK_BOUNDS.wallMs).transform(wallMs);
const NOTHING = z.null();
const ID = z.string().min(1).max(ASK_BOUNDS.idLength);
const ADDRESS = z.string().min(1).max(ASK_BOUNDS.anchorLength);

const RANGE = z.strictObject({ fromMs: TIME, toMs: TIME });

const isForward = ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): boolean =>
  fromMs < toMs;

const within = ({ min, max }: { readonly min: number; readonly max: number }) => z.int().min(min).max(max);

/** Whether it names a host at all is said by the trace, in words. */
const HOST = z.string().min(1).max(TRACE_BOUNDS.hostLength);
const FAMILY = z.union([z.literal(4), z.literal(6)]).nullable();

const TRACE_ASK = z.strictObject({
  host: HOST,
  way: z
    .discriminatedUnion('direction', [
      z.strictObject({ direction: z.literal('forward') }),
      z.strictObject({ direction: z.literal('reverse') }),
      z.strictObject({ direction: z.literal('between'), from: HOST }),
    ])
    .exactOptional(),
  mode: z.enum(TRACE_MODES),
  method: z.enum([...TRACE_METHODS, 'auto']),
  family: FAMILY,
  maxHops: within(TRACE_BOUNDS.maxHops).exactOptional(),
  queries: within(TRACE_BOUNDS.queries).exactOptional(),
  timeoutMs: within(TRACE_BOUNDS.timeoutMs).exactOptional(),
  intervalMs: within(TRACE_BOUNDS.intervalMs).exactOptional(),
  port: within(TRACE_BOUNDS.port).exactOptional(),
  size: within(TRACE_BOUNDS.size).exactOptional(),
  findMtu: z.boolean().exactOptional(),
  expectedHops: within(TRACE_BOUNDS.maxHops).exactOptional(),
  numeric: z.boolean().exactOptional(),
});

const PATH_PROBE_ASK = z.strictObject({
  path: z.union([
    z.strictObject({ host: HOST }),
    z.strictObject({ hops: z.array(HOST).min(1).max(PATH_PROBE_BOUNDS.hops) }),
  ]),
  from: HOST.nullable(),
  family: FAMILY,
  maxHops: within(TRACE_BOUNDS.maxHops).exactOptional(),
  count: within(PATH_PROBE_BOUNDS.count).exactOptional(),
  rate: within(PATH_PROBE_BOUNDS.rate).exactOptional(),
  timeoutMs: within(PATH_PROBE_BOUNDS.timeoutMs).exactOptional(),
  synchronous: z.boolean().exactOptional(),
  numeric: z.boolean().exactOptional(),
});

const TRACE_DESTINATION = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('run'), ask: TRACE_ASK }),
  z.strictObject({ kind: z.literal('show'), id: ID }),
  z.strictObject({ kind: z.literal('ask') }),
]);

const DESTINATION = z.strictObject({
  incident: ID.nullable(),
  tab: z.enum(['incidents', 'notices', 'traces']).nullable(),
  trace: TRACE_DESTINATION.nullable(),
});

const SHARING = z.strictObject({ id: ID, mask: z.boolean() });

/** What each question may be asked with; main refuses everything else before a handler sees it. */
export const ASK_SCHEMAS: { readonly [Name in QuestionName]: z.ZodType<Ask<Name>> } = {
  state: NOTHING,
  series: z
    .strictObject({
      kinds: z.array(z.enum(KINDS)).min(1).max(KINDS.length),
      fromMs: TIME,
      toMs: TIME,
      points: z.int().min(1).max(ASK_BOUNDS.points),
      anchor: ADDRESS.exactOptional(),
    })
    .refine(isForward),
  incidents: z.strictObject({
    fromMs: TIME.exactOptional(),
    toMs: TIME.exactOptional(),
    class: z.enum(INCIDENT_CLASSES).exactOptional(),
    limit: z.int().min(1).max(ASK_BOUNDS.incidents).exactOptional(),
  }),
  gaps: RANGE.refine(isForward),
  noteIncident: z.strictObject({ id: ID, note: z.string().max(ASK_BOUNDS.noteLength) }),
  notices: NOTHING,
  testNotice: NOTHING,
  export: RANGE.extend({ format: z.enum(['csv', 'json']) }).refine(isForward),
  pause: z.strictObject({
    forMs: z.number().min(ASK_BOUNDS.pauseMs.min).max(ASK_BOUNDS.pauseMs.max).nullable(),
  }),
  resume: NOTHING,
  settings: NOTHING,
  // The settings' own schema says field by field what is wrong with it.
  changeSettings: z.strictObject({ config: z.unknown() }),
  resetSettings: NOTHING,
  testAnchor: z.strictObject({
    kind: z.enum(KINDS),
    address: ADDRESS,
    port: z.int().min(1).max(ASK_BOUNDS.port).exactOptional(),
  }),
  fixHelper: NOTHING,
  helper: NOTHING,
  useHelperWay: z.strictObject({ choice: z.enum(HELPER_CHOICES) }),
  metrics: NOTHING,
  testMetrics: z.strictObject({ exporter: z.enum(EXPORTERS), config: z.unknown() }),
  retryEngine: NOTHING,
  openDataFolder: NOTHING,
  openWindow: z.strictObject({ window: z.enum(WINDOWS), destination: DESTINATION.nullable() }),
  startTrace: TRACE_ASK,
  stopTrace: z.strictObject({ id: ID }),
  trace: z.strictObject({ id: ID }),
  traces: z.strictObject({ incident: ID.nullable() }),
  untraced: z.strictObject({ incident: ID }),
  traceTargets: NOTHING,
  copyTrace: SHARING,
  saveTrace: SHARING.extend({ format: z.enum(['json', 'text']) }),
  openTrace: NOTHING,
  startPathProbe: PATH_PROBE_ASK,
  stopPathProbe: z.strictObject({ id: ID }),
  pathProbe: z.strictObject({ id: ID }),
  encapsulation: NOTHING,
  allowEncapsulation: z.strictObject({
    network: z.string().max(ASK_BOUNDS.networkLength),
    allowed: z.boolean(),
  }),
  openAuditLog: NOTHING,
  destination: NOTHING,
};

export type ParsedAsk<Name extends QuestionName> =
  | { readonly ok: true; readonly ask: Ask<Name> }
  /** Which parts are wrong; never what they hold. */
  | { readonly ok: false; readonly paths: readonly string[] };

export function parseAsk<Name extends QuestionName>(name: Name, value: unknown): ParsedAsk<Name> {
  const schema: z.ZodType<Ask<Name>> = ASK_SCHEMAS[name];
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, ask: parsed.data };
  return { ok: false, paths: parsed.error.issues.map(({ path }) => path.join('.')) };
}
