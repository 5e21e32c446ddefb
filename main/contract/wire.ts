/** One channel for all questions and one for all pushes: what is on them is checked, not the channel's name. */
export const QUESTION_CHANNEL = 'faultline:question';
export const PUSH_CHANNEL = 'faultline:push';
