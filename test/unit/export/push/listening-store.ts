import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import { readWriteRequest } from './write-request.ts';

export interface ListeningStore {
  readonly url: string;
  /** What it answers to writers. */
  status: number;
  text: string;
  contentType: string;
  /** What it answers to those who ask for figures; null: it can't be asked. */
  queried: string | null;
  /** To the same question it answers for ever what it answered first. */
  isStubborn: boolean;
  /** Told before each question is answered. */
  onQuestion: (count: number) => void;
  /** Points of a metric, each counted once. */
  count(name: string): number;
  /** Points that came again. */
  readonly repeated: number;
  readonly labels: readonly (readonly [string, string])[];
  readonly questions: readonly string[];
}

/** A receiver of remote write on the loopback, which does as it is told. */
export async function listeningStore(): Promise<ListeningStore> {
  const taken = new Map<string, number>();
  const questions: string[] = [];
  const answers = new Map<string, string>();
  let labels: readonly (readonly [string, string])[] = [];
  const take = (body: Uint8Array): void => {
    for (const series of readWriteRequest(body)) {
      labels = series.labels;
      for (const [, atMs] of series.samples) {
        const key = `${new Map(series.labels).get('__name__')} ${JSON.stringify(series.labels)} ${atMs}`;
        taken.set(key, (taken.get(key) ?? 0) + 1);
      }
    }
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (request.method === 'GET') {
        const question = request.url ?? '';
        questions.push(question);
        store.onQuestion(questions.length);
        const known = answers.get(question);
        const answer = known !== undefined && store.isStubborn ? known : store.queried;
        if (answer === null) response.writeHead(404).end();
        else {
          answers.set(question, answer);
          response.writeHead(200, { 'Content-Type': 'application/json' }).end(answer);
        }
        return;
      }
      if (store.status === 204 && request.headers['content-encoding'] === 'snappy')
        take(Buffer.concat(parts));
      response.writeHead(store.status, { 'Content-Type': store.contentType }).end(store.text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const store = {
    url: `http://127.0.0.1:${address.port}/prefix/api/v1/write`,
    status: 204,
    text: '',
    contentType: 'text/plain',
    queried: null as string | null,
    isStubborn: false,
    onQuestion: (_: number): void => {},
    count: (name: string) => [...taken.keys()].filter((key) => key.startsWith(`${name} `)).length,
    get repeated() {
      return [...taken.values()].filter((times) => times > 1).length;
    },
    get labels() {
      return labels;
    },
    questions,
  };
  return store;
}
