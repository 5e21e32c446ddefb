import type { AskForm } from './check-ask.ts';
import { OPTIONS, type OptionTexts } from './options.ts';

/** Fields that somebody else than the person has filled for one host: a link, a kept trace, a port behind an address. */
export interface Filled {
  readonly with: AskForm;
  /** As the person had left them. */
  readonly before: AskForm;
}

function optionsWithout(options: OptionTexts, { with: filled, before }: Filled): OptionTexts {
  const kept = OPTIONS.map(({ name }) => {
    const isFilled = options[name] === filled.options[name];
    return [name, isFilled ? before.options[name] : options[name]] as const;
  });
  return { ...options, ...Object.fromEntries(kept) };
}

/** What the person has chosen stays; what was filled for another host goes. */
export function withoutFilled(form: AskForm, filled: Filled | null): AskForm {
  if (filled === null) return form;
  const { with: given, before } = filled;
  return {
    ...form,
    method: form.method === given.method ? before.method : form.method,
    family: form.family === given.family ? before.family : form.family,
    mode: form.mode === given.mode ? before.mode : form.mode,
    options: optionsWithout(form.options, filled),
  };
}
