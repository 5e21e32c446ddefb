export interface SettingsTrouble {
  readonly what: string;
  readonly wayOut: string;
}

type Origin = 'last-good' | 'defaults';

const IN_FORCE: Readonly<Record<Origin, string>> = {
  'last-good': 'the last good settings are in force',
  defaults: 'the defaults are in force',
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What is said of a settings file that could not simply be read; whole sentences. */
export const TROUBLES = {
  damaged: (why: string, aside: string, origin: Origin): SettingsTrouble => ({
    what: `The settings file could not be used: ${why}.`,
    wayOut: `It was set aside as ${aside}; ${IN_FORCE[origin]}.`,
  }),
  /** It could be neither used nor moved. */
  stuck: (why: string, reason: string, origin: Origin): SettingsTrouble => ({
    what: `The settings file can not be used: ${why}.`,
    wayOut: `It could not be set aside either (${reason}), so changes are not kept; ${IN_FORCE[origin]}.`,
  }),
  missing: (file: string): SettingsTrouble => ({
    what: `The settings file ${file} was gone.`,
    wayOut: `${capital(IN_FORCE['last-good'])}; to begin with the defaults, reset the settings.`,
  }),
  unreadable: (why: string, origin: Origin): SettingsTrouble => ({
    what: `The settings file can not be read: ${why}.`,
    wayOut: `Make it readable and start Faultline again. Until then ${IN_FORCE[origin]} and changes are not kept.`,
  }),
  newer: (
    { version, config, why }: { readonly version: string; readonly config: unknown; readonly why: string },
    origin: Origin,
  ): SettingsTrouble => ({
    what:
      config === null
        ? `The settings file was written by a newer Faultline and holds what this one does not know: ${why}.`
        : `The settings file was written by a newer Faultline (settings version ${version}).`,
    wayOut: `It is left as it is${config === null ? `, ${IN_FORCE[origin]}` : ''}, and changes are not kept. Update Faultline, or move the file away.`,
  }),
  lockedByNewer: (version: string): string =>
    `the settings file was written by a newer Faultline (settings version ${version}) and is left as it is; update Faultline, or move the file away and start it again`,
} as const;

const WRITE_FAULTS: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'that disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is full',
  ENOTDIR: 'a part of its path is a file',
  EISDIR: 'a folder is in its place',
};

/** Why something could not be written: the end of a sentence. */
export function writeReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = WRITE_FAULTS[code];
  if (known !== undefined) return known;
  return error instanceof Error ? error.message : String(error);
}
