// The part of unzipper that is used here; the package brings no types.
declare module 'unzipper' {
  export interface Entry {
    readonly path: string;
    readonly type: 'File' | 'Directory';
    stream(): import('node:stream').Readable;
  }
  export const Open: { file(path: string): Promise<{ readonly files: readonly Entry[] }> };
}
