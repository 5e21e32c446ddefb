import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { type ClassFilter, type FilterOption, isClassFilter } from './incident-view.ts';

export interface ClassFilterProps {
  readonly options: readonly FilterOption[];
  readonly chosen: ClassFilter;
  readonly onChoose: (chosen: ClassFilter) => void;
}

export function ClassFilterSelect({ options, chosen, onChoose }: ClassFilterProps): JSX.Element {
  const id = useId();
  return (
    <div class="class-filter">
      <label for={id}>Show</label>
      <select
        id={id}
        value={chosen}
        onChange={({ currentTarget: { value } }) => {
          if (isClassFilter(value)) onChoose(value);
        }}
      >
        {options.map(({ value, title }) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
}
