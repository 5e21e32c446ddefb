/** Whether the sentence on top says a warning's text already: as it is, or as one clause of several. */
export const isSaidIn = (sentence: string, text: string): boolean =>
  sentence.toLowerCase().includes(text.replace(/\.$/, '').toLowerCase());
