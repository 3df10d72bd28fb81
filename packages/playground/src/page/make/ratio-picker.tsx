import type { VNode } from 'preact';
import { RatioShape } from '../ui/icon.tsx';

interface RatioPickerProps {
  readonly ratios: readonly string[];
  readonly value: string | undefined;
  readonly onChange: (ratio: string | undefined) => void;
}

/** Ratios as shapes. */
export function RatioPicker({ ratios, value, onChange }: RatioPickerProps): VNode {
  const choices = [undefined, ...ratios, ...(value !== undefined && !ratios.includes(value) ? [value] : [])];
  return (
    <fieldset class="ratios">
      <legend class="label">Shape</legend>
      {choices.map(ratio => (
        <label key={ratio ?? 'auto'} class="ratio">
          <input
            type="radio"
            name="ratio"
            class="hidden"
            checked={ratio === value}
            onChange={() => onChange(ratio)}
          />
          <span>
            <RatioShape ratio={ratio} />
            {ratio ?? 'any'}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
