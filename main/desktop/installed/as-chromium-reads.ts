/** Blanks of ASCII alone: `trim()` would take others too, such as the no-break space, and so read other words. */
const AROUND = /^[\t\n\v\f\r ]+|[\t\n\v\f\r ]+$/g;

/** An argument as Chromium's own command line takes it, on every system: without blanks around it. */
export const asChromiumReads = (argument: string): string => argument.replace(AROUND, '');
