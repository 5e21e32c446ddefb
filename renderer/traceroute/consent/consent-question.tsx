import type { JSX } from 'preact';
import { Button } from '../../components/button.tsx';
import { Question } from '../../components/feedback/question.tsx';
import { type ConsentQuestion, question } from './consent.ts';
import './consent.css';

/** Said before the first packet: what, to whom, how much, who may mind, and how it is taken back. */
const POINTS = [
  {
    title: 'What',
    text: 'Small pings inside other packets (IP-in-IP). Routers that unwrap those send the pings on. Nothing of yours is in them.',
  },
  {
    title: 'To whom',
    text: 'Only to hosts of the path that you ask about. They come from your own address; what comes home may bear the name of such a host.',
  },
  {
    title: 'How many',
    text: 'This program sends 20 a second at most. All of them may pass your first router, and those of a way back or between all reach the host that you name. At most 2 a second turn round or expire at one router. They stop at once when somebody on the way forbids them.',
  },
  {
    title: 'Who may mind',
    text: 'Some operators do: many networks drop such packets, and a few look into who sends them. At work, ask first.',
  },
] as const;

function Dialog({ asked }: { readonly asked: ConsentQuestion }): JSX.Element {
  const refuse = (): void => asked.answer(false);
  const actions = (
    <>
      <Button onClick={refuse}>Not now</Button>
      <Button look="primary" onClick={() => asked.answer(true)}>
        Allow on this network
      </Button>
    </>
  );
  return (
    <Question
      look="consent"
      title="Allow packets in IP-in-IP on this network?"
      onCancel={refuse}
      actions={actions}
    >
      <p class="muted small">{asked.about.networkLabel}</p>
      <ul>
        {POINTS.map(({ title, text }) => (
          <li key={title}>
            <strong>{title}.</strong> {text}
          </li>
        ))}
      </ul>
      <p>
        Your answer is kept for this network alone. You can take it back in this window or in the settings; a
        log tells of each run.
      </p>
    </Question>
  );
}

export function ConsentDialog(): JSX.Element | null {
  const asked = question.value;
  return asked === null ? null : <Dialog asked={asked} />;
}
