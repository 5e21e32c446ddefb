import { FINAL_MS, type Finding, type ProbeContext } from './probe.ts';

export interface AnswerWindow {
  /** What came: a finding before the deadline; after it, an answer becomes `late` and the rest nothing. */
  settle(finding: Finding): void;
  close(): void;
}

/**
 * The provisional deadline of a probe that has none of its own. `onFinal` frees what the probe holds when nothing
 * more is waited for.
 */
export function openAnswerWindow(
  { clock, deadlineMs }: Pick<ProbeContext, 'clock' | 'deadlineMs'>,
  lost: Finding,
  report: (finding: Finding) => void,
  onFinal: () => void,
): AnswerWindow {
  let state: 'waiting' | 'lost' | 'closed' = 'waiting';
  let timer = clock.setTimer(() => {
    state = 'lost';
    timer = clock.setTimer(() => {
      state = 'closed';
      onFinal();
    }, FINAL_MS - deadlineMs);
    report(lost);
  }, deadlineMs);
  return {
    settle(finding) {
      if (state === 'closed') return;
      const isLate = state === 'lost';
      timer.cancel();
      state = 'closed';
      if (!isLate) report(finding);
      else if (finding.rttMs !== null) report({ outcome: 'late', rttMs: finding.rttMs, via: finding.via });
    },
    close() {
      timer.cancel();
      state = 'closed';
    },
  };
}
