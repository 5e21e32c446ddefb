import type { ExporterTest } from '../../domain/model/metrics-state.ts';
import { otherFormatAt } from '../../domain/model/push-address.ts';
import { testBatch } from './core.ts';
import { ENCODERS } from './encoders/encoders.ts';
import { type HttpConnection, openConnection } from './http/post.ts';
import { commonLabels } from './labels.ts';
import type { PushStart } from './messages.ts';
import { MACHINE_LABEL, TEST_METRIC } from './points/point.ts';
import type { PostAnswer } from './sender/answer.ts';
import { type Verdict, verdictOn } from './sender/verdict.ts';
import { misfitWords } from './words.ts';

const REQUEST_MS = 5000;
/** From the start; a store makes what it took readable within seconds. */
const READABLE_MS = 9000;
const ASK_EVERY_MS = 500;

const result = (outcome: ExporterTest['outcome'], text: string): ExporterTest => ({
  name: 'push',
  outcome,
  text,
});

/** Sends one marked figure, and where the same server can be asked, reads it back. Never rejects. */
export async function testPush(start: PushStart, now: () => number): Promise<ExporterTest> {
  const url = new URL(start.push.url);
  const { version, push } = start;
  const connection = openConnection({ url, credentials: push, version, timeoutMs: REQUEST_MS, wallMs: now });
  try {
    return await sendAndAsk(start, url, connection, now());
  } catch (error) {
    return result('failed', `The test could not be done: ${String(error)}.`);
  } finally {
    connection.close();
  }
}

async function sendAndAsk(
  { push, machine, labels }: PushStart,
  url: URL,
  connection: HttpConnection,
  atMs: number,
): Promise<ExporterTest> {
  const untilMs = performance.now() + READABLE_MS;
  const batch = testBatch(commonLabels(machine, labels), atMs);
  const answer = await connection.post(ENCODERS[push.format].encode(batch, url));
  const verdict = verdictOn(answer);
  if (verdict.type !== 'taken') return result('failed', failureText({ push, url, answer, verdict }));
  const status = answer.type === 'answered' ? answer.status : 0;
  const taken = `The server at ${url.host} took it (status ${status})`;
  const kept = ENCODERS[push.format].keptValue(machine);
  const asked = { connection, url, machine: kept, atMs, untilMs };
  const readable = await isReadable(asked);
  if (readable === 'yes') return result('arrived', `${taken}, and it can be read there as ${TEST_METRIC}.`);
  if (readable === 'no-answer')
    return result(
      'sent',
      `${taken}. Whether it kept it this server does not tell: look there for ${TEST_METRIC}.`,
    );
  return result('sent', `${taken}, but it could not be read there within ${READABLE_MS / 1000} s. ${UNREAD}`);
}

const UNREAD = `Look there for ${TEST_METRIC} in a minute; if it is not there then, check that the path of the URL is the one for the format, and the clock of this machine.`;

interface Failure {
  readonly push: PushStart['push'];
  readonly url: URL;
  readonly answer: PostAnswer;
  readonly verdict: Exclude<Verdict, { type: 'taken' }>;
}

function failureText({ push, url, answer, verdict }: Failure): string {
  const server = `The server at ${url.host}`;
  switch (verdict.type) {
    case 'wait':
      return `${server} can't be used now: ${verdict.cause}. ${wayOut(answer)}`;
    case 'barred':
      return `${server} ${verdict.cause}.`;
    case 'refused':
      return `${server} refused it (${verdict.words}). ${refusedHint(push, url, verdict.age !== null)}`;
  }
}

function refusedHint(push: PushStart['push'], url: URL, isForAge: boolean): string {
  if (isForAge) return 'Check the clock of this machine and that of the server.';
  const other = otherFormatAt(url.pathname, push.format);
  return other === null
    ? 'Check the format, and that the address is the one for writing.'
    : misfitWords(push.format, other);
}

const wayOut = ({ type }: PostAnswer): string =>
  type === 'failed'
    ? 'Check that it runs, that this machine can reach it, and that the address is right.'
    : 'Try it again in a while; its own log says more.';

/** Where servers of either kind are written to, and asked beside it. */
const WRITE_PATH =
  /\/(api\/v1\/write|api\/v1\/push|influx\/api\/v2\/write|api\/v2\/write|influx\/write|write)\/?$/;

const quoted = (text: string): string => JSON.stringify(text);

/**
 * @param attempt none like another: VictoriaMetrics goes on for some ten seconds to answer "nothing" to the very filter
 * that it had nothing for, whatever comes in meanwhile. It is a label that no series has.
 */
export function queryUrl(url: URL, machine: string, atMs: number, attempt: number): URL | null {
  if (!WRITE_PATH.test(url.pathname)) return null;
  const query = new URL(url);
  query.pathname = `${url.pathname.replace(WRITE_PATH, '')}/api/v1/query`;
  const filter = `${MACHINE_LABEL}=${quoted(machine)},attempt!=${quoted(`${atMs}.${attempt}`)}`;
  // The figures themselves, with their times: an instant's value says nothing of when it was sent.
  query.search = new URLSearchParams({
    query: `${TEST_METRIC}{${filter}}[2m]`,
    time: String(Math.ceil(atMs / 1000) + 5),
  }).toString();
  return query;
}

type Readable = 'yes' | 'no' | 'no-answer';

interface Asked {
  readonly connection: HttpConnection;
  readonly url: URL;
  readonly machine: string;
  readonly atMs: number;
  /** Of the monotonic clock. */
  readonly untilMs: number;
}

async function isReadable({ connection, url, machine, atMs, untilMs }: Asked): Promise<Readable> {
  for (let attempt = 1; ; attempt += 1) {
    const query = queryUrl(url, machine, atMs, attempt);
    if (query === null) return 'no-answer';
    const answer = await connection.ask(query);
    if (answer.type !== 'answered' || answer.status !== 200) return 'no-answer';
    const found = holds(answer.text, atMs);
    if (found !== 'no') return found;
    if (performance.now() + ASK_EVERY_MS >= untilMs) return 'no';
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** An answer of Prometheus' query API: has it a figure of that time? */
export function holds(text: string, atMs: number): Readable {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return 'no-answer';
  }
  const found = field(field(answer, 'data'), 'result');
  if (field(answer, 'status') !== 'success' || !Array.isArray(found)) return 'no-answer';
  const values = found.flatMap((one: unknown) => {
    const list = field(one, 'values');
    return Array.isArray(list) ? list : [];
  });
  const times = values.map((pair: unknown) => (Array.isArray(pair) ? Number(pair[0]) * 1000 : Number.NaN));
  return times.some((time) => Math.abs(time - Math.round(atMs)) < 1) ? 'yes' : 'no';
}
