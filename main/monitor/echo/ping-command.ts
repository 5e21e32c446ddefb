import { familyOf } from './echo-source.ts';

export interface PingCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/** Arguments differ by system; `-W` is in seconds on Linux, milliseconds on macOS. Tested on Linux only. */
export function pingCommand(platform: NodeJS.Platform, address: string, waitMs: number): PingCommand {
  const family = familyOf(address);
  if (platform === 'win32') {
    return { program: 'ping', args: ['-n', '1', '-w', String(waitMs), `-${family}`, address] };
  }
  if (platform === 'darwin') {
    return family === 4
      ? { program: 'ping', args: ['-n', '-c', '1', '-W', String(waitMs), address] }
      : { program: 'ping6', args: ['-n', '-c', '1', address] };
  }
  const seconds = String(Math.ceil(waitMs / 1000));
  return { program: 'ping', args: ['-n', '-c', '1', '-W', seconds, `-${family}`, address] };
}

/** Milliseconds from the `time=` figure of a reply; null: there is none that reads as a number. */
export function timeFigure(output: string): number | null {
  const match = /time[=<]\s*(\d{1,6}(?:\.\d{1,6})?)\s*ms/.exec(output);
  return match?.[1] === undefined ? null : Number(match[1]);
}
