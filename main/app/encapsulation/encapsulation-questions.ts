import { access } from 'node:fs/promises';
import type { Handlers } from '../../contract/contract.ts';
import { Refusal } from '../refusal.ts';
import type { Desktop } from '../types.ts';
import type { EncapsulationService } from './encapsulation-service.ts';

type EncapsulationQuestion =
  | 'startPathProbe'
  | 'stopPathProbe'
  | 'pathProbe'
  | 'encapsulation'
  | 'allowEncapsulation'
  | 'openAuditLog';

export interface EncapsulationQuestionOptions {
  readonly encapsulation: EncapsulationService;
  readonly desktop: Pick<Desktop, 'openFile'>;
}

const NO_LOG = {
  what: 'Nothing was sent in IP-in-IP yet.',
  wayOut: 'The log begins with the first run.',
};

async function openLog(file: string | null, desktop: Pick<Desktop, 'openFile'>): Promise<void> {
  const isThere =
    file !== null &&
    (await access(file).then(
      () => true,
      () => false,
    ));
  if (!isThere) throw new Refusal(NO_LOG);
  try {
    await desktop.openFile(file);
  } catch {
    throw new Refusal({ what: 'No program here opens the log.', wayOut: `It is the file ${file}.` });
  }
}

/** What windows ask of packets in IP-in-IP. */
export function encapsulationQuestions({
  encapsulation,
  desktop,
}: EncapsulationQuestionOptions): Pick<Handlers, EncapsulationQuestion> {
  return {
    startPathProbe: (ask) => encapsulation.start(ask),
    async stopPathProbe({ id }) {
      encapsulation.stop(id);
      return null;
    },
    pathProbe: async ({ id }) => encapsulation.find(id),
    encapsulation: () => encapsulation.view(),
    allowEncapsulation: ({ network, allowed }) => encapsulation.answer(network, allowed),
    async openAuditLog() {
      await openLog(encapsulation.auditFile, desktop);
      return null;
    },
  };
}
