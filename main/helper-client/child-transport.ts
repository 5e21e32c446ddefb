import type { ChildProcess } from 'node:child_process';
import type { HelperEnd, HelperTransport } from './transport.ts';

/** The last words of a process that are quoted: enough for one sentence of a dynamic linker. */
const LAST_WORDS = 300;

/** Pipes to a helper that is a child of this process, or of a program that asks for its right first. */
export function childTransport(child: ChildProcess): HelperTransport {
  let lastWords = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString('latin1')).slice(-LAST_WORDS);
  });
  return {
    commands: child.stdin,
    events: child.stdout,
    onTrouble: (listener) => {
      child.stdin?.on('error', listener);
    },
    onEnd: (listener) => {
      let told = false;
      const tell = (end: HelperEnd): void => {
        if (told) return;
        told = true;
        listener(end);
      };
      child.on('error', (error) => tell({ reason: error.message, exitCode: null }));
      // Not `exit`: a last event may still be in the pipe then.
      child.on('close', (code, signal) =>
        tell({ reason: exitReason(code, signal, lastWords), exitCode: code }),
      );
    },
    end: () => {
      child.stdin?.end();
    },
    // A process that has become root meanwhile can't be signalled, but ends with its input.
    kill: (signal) => {
      child.stdin?.destroy();
      child.kill(signal);
    },
  };
}

function exitReason(code: number | null, signal: NodeJS.Signals | null, lastWords: string): string {
  const how = signal === null ? `it exited with code ${code}` : `it was ended by ${signal}`;
  const words = printable(lastWords);
  return words === '' ? how : `${how} (${words})`;
}

/** Foreign text on one line, without what a terminal would act on. */
const printable = (text: string): string => text.replace(/[^\x20-\x7e]+/g, ' ').trim();
