import type { JSX } from 'preact';
import { Button } from '../../components/button.tsx';
import { StateShape } from '../../components/state-shape.tsx';
import { AllowanceLine } from '../consent/allowance-line.tsx';
import { start, stop } from '../running.ts';
import { form, isRunning, problem, starting } from '../store.ts';
import { AddressField } from './address-field.tsx';
import { FAMILIES, METHODS, MODES } from './choices.ts';
import { FromField } from './from-field.tsx';
import { MoreOptions } from './more-options.tsx';
import { Select } from './select.tsx';
import { WaySwitch } from './way-switch.tsx';
import './ask-bar.css';

function FamilyChoice(): JSX.Element {
  return (
    <Select
      label="Family"
      choices={FAMILIES}
      value={form.value.family}
      isWrong={problem.value?.field === 'family'}
      onChoose={(next) => {
        form.value = { ...form.peek(), family: next };
        problem.value = null;
      }}
    />
  );
}

/** What goes through other hosts is always ICMP, and once. */
function Choices(): JSX.Element {
  const { way, method, mode } = form.value;
  if (way !== 'forward') return <FamilyChoice />;
  return (
    <>
      <Select
        label="Method"
        choices={METHODS}
        value={method}
        onChoose={(next) => {
          form.value = { ...form.peek(), method: next };
        }}
      />
      <FamilyChoice />
      <Select
        label="Mode"
        choices={MODES}
        value={mode}
        onChoose={(next) => {
          form.value = { ...form.peek(), mode: next };
        }}
      />
    </>
  );
}

/** One place, one button: what it does changes with the trace, the focus stays. */
function StartStop(): JSX.Element {
  const running = isRunning.value;
  return (
    <Button look={running ? 'plain' : 'primary'} busy={starting.value} onClick={running ? stop : start}>
      {running ? 'Stop' : 'Start'}
    </Button>
  );
}

/** Whom to trace and how. Enter starts, Escape stops. */
export function AskBar(): JSX.Element {
  const wrong = problem.value;
  return (
    <search class="ask-bar" aria-label="What to trace">
      <WaySwitch />
      <div class="ask-fields">
        {form.value.way === 'between' ? <FromField onStart={start} /> : null}
        <AddressField onStart={start} />
        {form.value.way === 'path' ? <FromField onStart={start} /> : null}
        <Choices />
        <StartStop />
      </div>
      <MoreOptions />
      <AllowanceLine />
      {wrong === null ? null : (
        <p class="ask-problem small" id="ask-problem" role="alert">
          <StateShape state="down" size={12} />
          {wrong.text}
        </p>
      )}
    </search>
  );
}
