/** Who started us through sudo or pkexec: the helper gives its rights up in favour of that user. */
const PASSED_ON = ['SUDO_UID', 'SUDO_GID', 'PKEXEC_UID'] as const;

/**
 * All that the helper is told of its surroundings. No PATH, no NODE_OPTIONS, no LD_*: a privileged process
 * must not be steered by what its client happened to inherit.
 */
export function helperEnvironment(
  from: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = from[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}
