// What became of the tests, as three numbers.

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */
/** @typedef {{ status: string, assertionResults: { status: string }[] }} TestFile */

/** @type {Tally} */
export const ONE_PASSED = { passed: 1, failed: 0, skipped: 0 };
/** @type {Tally} */
export const ONE_FAILED = { passed: 0, failed: 1, skipped: 0 };
/** @type {Tally} */
export const ONE_SKIPPED = { passed: 0, failed: 0, skipped: 1 };

/** @param {readonly Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  return tallies.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** @type {Readonly<Record<string, Tally>>} */
const BY_STATUS = { passed: ONE_PASSED, skipped: ONE_SKIPPED, todo: ONE_SKIPPED };

/** @param {TestFile} file */
function ofFile({ status, assertionResults }) {
  // A test without a verdict ("pending") began and never ended: its process was gone.
  const tests = sum(assertionResults.map((test) => BY_STATUS[test.status] ?? ONE_FAILED));
  // A file that did not load, or a hook that threw, has no failed test to its name.
  return status === 'failed' && tests.failed === 0 ? sum([tests, ONE_FAILED]) : tests;
}

/** @param {string} report @returns {Tally} */
function ofReport(report) {
  try {
    /** @type {{ testResults: TestFile[] }} */
    const { testResults } = JSON.parse(report);
    return sum(testResults.map(ofFile));
  } catch {
    return ONE_FAILED;
  }
}

/**
 * Counts what Vitest's JSON report says. A suite that ended badly has at least one failure, whatever it reported;
 * one without a readable report is one failure.
 * @param {string} report @param {boolean} endedWell
 * @returns {Tally}
 */
export function tallyOf(report, endedWell) {
  const tally = ofReport(report);
  return endedWell || tally.failed > 0 ? tally : sum([tally, ONE_FAILED]);
}

/** @param {Tally} tally */
export const count = ({ passed, failed, skipped }) => passed + failed + skipped;

/** @param {Tally} tally */
export const inWords = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;
