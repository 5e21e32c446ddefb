import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './place.ts';

/** Native code that leaves a mark the moment that it is loaded, into whatever process. */
export interface EvilLibrary {
  readonly file: string;
  readonly ran: () => boolean;
  readonly forget: () => void;
}

const source = (mark: string): string => `
  #include <fcntl.h>
  #include <unistd.h>
  __attribute__((constructor)) static void run(void) {
    int file = open(${JSON.stringify(mark)}, O_CREAT | O_WRONLY, 0666);
    if (file >= 0) close(file);
  }
`;

export function buildEvilLibrary(place: Place): EvilLibrary {
  const mark = join(place.home, 'evil-ran');
  const code = join(place.home, 'evil.c');
  const file = join(place.home, 'evil.so');
  writeFileSync(code, source(mark));
  execFileSync('g++', ['-x', 'c', '-shared', '-fPIC', '-o', file, code]);
  return { file, ran: () => existsSync(mark), forget: () => rmSync(mark, { force: true }) };
}
