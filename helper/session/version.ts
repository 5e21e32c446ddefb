/** Of this program; a test holds it equal to the package's. */
export const HELPER_VERSION = '0.1.0';
