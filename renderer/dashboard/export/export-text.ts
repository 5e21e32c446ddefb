import type { Exported } from '../../../main/contract/contract.ts';

/** Null: the user closed the dialog, which he knows. */
export const exportResult = ({ file }: Exported): string | null =>
  file === null ? null : `The range was written to ${file}.`;
